/**
 * Every assumption about AWS in one table: each switch of the rehearsal with what is known of it, and the rules without a switch.
 * A switch without an entry does not compile.
 */
import { Entry } from './assumption';
import { CLOUDFORMATION_ENTRIES } from './cloudformation';
import { CLIENT_VPN_ENTRIES } from './ec2-client-vpn';
import { CONNECTION_ENTRIES } from './ec2-connections';
import { GATEWAY_ENTRIES } from './ec2-gateways';
import { RuleName, RULES } from './rules';
import { SERVICE_ENTRIES } from './services';
import { CLOUDFORMATION_UNKNOWNS, UnknownName as CloudFormationUnknownName } from '../rehearsal/cloudformation/unknowns';
import { UnknownName, UNKNOWNS } from '../rehearsal/embedded-ec2/unknowns';
import { SERVICE_UNKNOWNS, ServiceUnknownName } from '../rehearsal/services/unknowns';
import { Unknown } from '../rehearsal/unknowns';

export type SwitchName = UnknownName | ServiceUnknownName | CloudFormationUnknownName;
export type AssumptionName = SwitchName | RuleName;

/** What a rule without a switch can be seen to do. */
export const RULE_VALUES = ['holds', 'does-not-hold'] as const;

export interface Assumption extends Entry {
  readonly name: AssumptionName;
  /** The answers that the rehearsal knows, or those of a rule. */
  readonly values: readonly string[];
  readonly expected: string;
  /** Where the switch is, and what it asks; absent: the emulation knows only what is assumed. */
  readonly switch?: { readonly file: string; readonly question: string };
}

export interface Chapter {
  readonly title: string;
  readonly assumptions: readonly Assumption[];
}

const OF_EC2: Readonly<Record<UnknownName, Entry>> = { ...CONNECTION_ENTRIES, ...GATEWAY_ENTRIES, ...CLIENT_VPN_ENTRIES };
const OF_SERVICES: Readonly<Record<ServiceUnknownName, Entry>> = SERVICE_ENTRIES;
const OF_CLOUDFORMATION: Readonly<Record<CloudFormationUnknownName, Entry>> = CLOUDFORMATION_ENTRIES;

export const CHAPTERS: readonly Chapter[] = [
  { title: 'What is taken for certain', assumptions: Object.entries(RULES).map(([name, entry]) => rule(name as RuleName, entry)) },
  { title: 'EC2, unknown', assumptions: switches('tools/rehearsal/embedded-ec2/unknowns.ts', UNKNOWNS, OF_EC2) },
  { title: 'Services beside EC2, unknown', assumptions: switches('tools/rehearsal/services/unknowns.ts', SERVICE_UNKNOWNS, OF_SERVICES) },
  { title: 'CloudFormation, unknown', assumptions: switches('tools/rehearsal/cloudformation/unknowns.ts', CLOUDFORMATION_UNKNOWNS, OF_CLOUDFORMATION) },
];

export const ASSUMPTIONS: readonly Assumption[] = CHAPTERS.flatMap(({ assumptions }) => assumptions);

function rule(name: RuleName, entry: Entry): Assumption {
  return { ...entry, name, values: RULE_VALUES, expected: RULE_VALUES[0] };
}

function switches<Name extends SwitchName>(
  file: string, unknowns: Readonly<Record<Name, Unknown>>, entries: Readonly<Record<Name, Entry>>,
): Assumption[] {
  return (Object.keys(unknowns) as Name[]).map((name) => {
    const { question, values, default: expected } = unknowns[name];
    return { ...entries[name], name, values, expected, switch: { file, question } };
  });
}
