/** What a scenario is, and what comes out of it. */
import { Applications } from './application';
import { Estate, GatewayOptions } from './estate';
import { Permissions } from './permissions';
import { Phase } from '../../../src/contract/phase';
import { DeploymentResult } from '../cloudformation/driver';
import { EmbeddedAws, EmbeddedAwsOptions } from '../embedded-aws';
import { Network } from '../embedded-ec2/network';
import { Flow } from '../flows/flow-oracle';

/** `rolled-back`: the connection is back where it was, be it that the move was given up or that it was completed and then undone. */
export type Outcome = 'migrated' | 'rolled-back' | 'held' | 'refused' | 'unchanged';

/** `customer-gateway` where only that changes, `none` where no connection is to move. */
export type Direction = 'vgw-to-tgw' | 'vgw-to-vgw' | 'tgw-to-tgw' | 'tgw-to-vgw' | 'customer-gateway' | 'none';

export interface Scenario {
  readonly name: string;
  /** One sentence for a person. */
  readonly about: string;
  readonly direction: Direction;
  /** `both` where connections with either stand beside each other. */
  readonly routing: GatewayOptions['routing'];
  /** How it must end; any other end fails the rehearsal. */
  readonly mustEnd: Outcome;
  /** How the last deployment ends for its user; unless given, it succeeds where the connection is migrated, and fails otherwise. */
  readonly deployment?: 'succeeds' | 'fails';
  /** What the failed deployment says: a refusal for another reason would prove nothing. */
  readonly mustSay?: string;
  /** Events of the function's journal, in this order, without which the story was another one than is told. */
  readonly mustNote?: readonly string[];
  /** The phases that the world hears of each connection, in order; those of its end unless given. An event that comes again is none. */
  readonly mustAnnounce?: readonly Phase[];
  /** Whether a tunnel must have been UP at every instant, or the story is one in which at some instant none was. */
  readonly tunnels?: 'one-is-up' | 'none-is-up';
  readonly estate: Omit<GatewayOptions, 'routing'>;
  /** How many flows get through when the story begins; unless told, both directions between two subnets and three networks. */
  readonly flows?: number;
  /** What stands when the story begins, where that is another estate. */
  readonly seed?: (network: Network) => Estate;
  readonly aws?: EmbeddedAwsOptions;
  /** Deploys what there is when the story begins: a connection that a stack has made, in the place of the seeded one. */
  readonly begin?: (context: ScenarioContext) => Promise<Estate>;
  /** Deploys what is to be deployed; the last result is the scenario's. */
  readonly run: (context: ScenarioContext) => Promise<DeploymentResult>;
  /** What the documents say beforehand that it loses: exactly that, and it is no loss of the story then. */
  readonly declaredLosses?: Losses;
  /** Whatever else of the end is not as it must be, in words, where the verdict on every scenario does not look. */
  readonly unexpected?: (context: ScenarioContext) => readonly string[];
}

/** As a measurement names them. */
export interface Losses {
  /** The networks to which a table has no route any more. */
  readonly routes: readonly string[];
  readonly flows: readonly string[];
}

export interface ScenarioContext {
  readonly aws: EmbeddedAws;
  readonly estate: Estate;
  readonly applications: Applications;
  /** When the story began, in milliseconds since the epoch: what was done before it is not judged. */
  readonly since: number;
}

/** What is measured of a deployment, whoever's estate it touches. */
export interface Measurement extends Permissions {
  readonly outcome: Outcome;
  /** What CloudFormation asked of the migration, in order: `Create`, `Delete vpn-…/…/…`. */
  readonly requests: readonly string[];
  /** What the deployment said when it failed. */
  readonly reason?: string;
  /** The phases that were announced. */
  readonly phases: readonly string[];
  readonly routesBefore: readonly string[];
  readonly routesAfter: readonly string[];
  /** On-premises CIDR blocks that some table led to before and none does after. */
  readonly lostRoutes: readonly string[];
  readonly lostFlows: readonly string[];
  /** From each ModifyVpnConnection to the first tunnel UP again: EC2's and the device's time. */
  readonly provisioningSeconds: number;
  /** For how long no tunnel of the connection was UP. */
  readonly secondsWithoutTunnel: number;
  readonly interruptionSeconds: number;
  readonly interruptionSecondsByCidr: Readonly<Record<string, number>>;
  /** Interruption less provisioning: what the order and the pace of the move add. */
  readonly overheadSeconds: number;
  readonly ec2Calls: number;
  readonly ec2CallsByOperation: Readonly<Record<string, number>>;
  readonly mutatingEc2Calls: number;
  /** Where the planted pre-shared key was seen. */
  readonly leaks: readonly string[];
  /** Mistakes of the emulation itself. */
  readonly defects: readonly string[];
  readonly flowsBefore: readonly Flow[];
  readonly flowsAfter: readonly Flow[];
}

export interface ScenarioResult extends Measurement {
  readonly name: string;
  readonly direction: string;
  readonly routing: Scenario['routing'];
  readonly mustEnd: Outcome;
  /** Those that were declared, and were measured. */
  readonly declaredLosses: Losses;
  /** Everything that is not as it must be, in words; the scenario has passed if there is nothing. */
  readonly deviations: readonly string[];
  readonly passed: boolean;
}
