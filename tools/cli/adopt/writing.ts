/** What stands around the code: who reads it learns first what to do with it, and what it leaves out. */
import type { ConnectionDescription } from './description';
import type { ImportStep } from './importing';
import type { ResourceMapping } from './resource-mapping';
import { Encoded } from '../output/encoded';

export type Language = 'typescript' | 'python';

export function headOf(description: ConnectionDescription, language: Language, steps: readonly ImportStep[]): string[] {
  const { vpnConnectionId, region, untranslated } = description;
  return [
    `VPN connection ${vpnConnectionId} in ${region}, declared as it was described.`,
    ...language === 'python' ? ['The names are those that jsii makes for Python; the package for it has to be made from the sources (`jsii-pacmak`).'] : [],
    '',
    ...steps.flatMap(({ command, does }, index) => [`${index + 1}. ${command}`, ...does.map((line) => `   ${line}`)]),
    '',
    ...untranslated.length === 0 ? ['Everything that was described of it is in the code.'] : ['Not in the code:', ...untranslated.map((each) => `- ${each}`)],
    '',
  ];
}

export function documentOf(description: ConnectionDescription, language: Language, code: Encoded<Language>, steps: readonly ImportStep[]) {
  const { vpnConnectionId, region, untranslated } = description;
  const mapping = wholeMapping(description);
  const commands = steps.map(({ command }) => command);
  return { version: 1, region, vpnConnectionId, language, code, mapping, commands, notInTheCode: untranslated };
}

/** Of both imports: each takes what its template adds, and warns of the rest. */
export function wholeMapping({ mapping, mappingOnAttachment }: ConnectionDescription): ResourceMapping {
  return { ...mapping, ...mappingOnAttachment };
}
