/** Whether what is found is what is documented: no more, and no less. */
import { Finding } from './finding';
import { Kind, kindOf } from './kinds';
import { Absence, Reason } from './reasons';

const ABSENT_TYPE = 'E3006';

/** @returns each difference as a sentence; none, if the lists are exact */
export function differences(findings: readonly Finding[], reasons: readonly Reason[], absences: readonly Absence[]): string[] {
  const errors = findings.filter(isError);
  const [absent, wrong] = [errors.filter(({ rule }) => rule === ABSENT_TYPE), errors.filter(({ rule }) => rule !== ABSENT_TYPE)];
  return [
    ...new Set(wrong.map((finding) => `An error: ${at(finding)}`)),
    ...compared(
      new Map(absent.map((finding) => [absenceIn(finding), at(finding)])),
      absences.flatMap(({ types, regions }) => types.flatMap((type) => regions.map((region) => absence(type, region)))),
    ),
    ...compared(
      new Map(findings.flatMap((finding) => {
        const kind = isError(finding) ? undefined : placeOf(finding);
        return kind === undefined ? [] : [[pair(finding.rule, kind), at(finding)] as const];
      })),
      reasons.flatMap(({ rules, where }) => rules.flatMap((rule) => where.map((kind) => pair(rule, kind)))),
    ),
  ];
}

const pair = (rule: string, kind: Kind) => `${rule} for "${kind}"`;
const absence = (type: string, region: string) => `${type} not in ${region}`;

function compared(found: ReadonlyMap<string, string>, expected: readonly string[]): string[] {
  const known = new Set(expected);
  return [
    ...[...found].filter(([each]) => !known.has(each)).map(([each, example]) => `Without a reason: ${each}. ${example}`),
    ...[...known].filter((each) => !found.has(each)).map((each) => `A reason for what is not found: ${each}`),
    ...expected.filter((each, index) => expected.indexOf(each) !== index).map((each) => `Two reasons: ${each}`),
  ];
}

/** Only cfn-lint tells errors from warnings. */
function isError({ rule }: Finding): boolean {
  return /^E\d{4}$/.test(rule);
}

function absenceIn({ message }: Finding): string {
  const { type, region } = /^Resource type '(?<type>.+)' does not exist in '(?<region>.+)'$/.exec(message)?.groups ?? {};
  if (type === undefined) throw new Error(`Not how cfn-lint speaks of a type that is absent: ${message}`);
  return absence(type, region);
}

/** None for what integration applications make around a connection: nobody takes it from there. */
function placeOf({ template, logicalId }: Finding): Kind | undefined {
  if (template.isAssertion) return undefined;
  if (logicalId === undefined) return 'the template as a whole';
  const resource = template.resources.get(logicalId);
  const kind = resource === undefined ? 'what an example makes itself' : kindOf(resource);
  return kind === 'what an example makes itself' && template.application.startsWith('integ/') ? undefined : kind;
}

function at({ rule, message, template: { application, region }, logicalId }: Finding): string {
  return `${rule} ${logicalId === undefined ? '' : `of ${logicalId} `}in ${application}, ${region}: ${message.split('\n')[0]}`;
}
