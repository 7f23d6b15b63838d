/** What a scenario is, and what comes out of it. */
import { Applications } from './application';
import { Estate, EstateOptions } from './estate';
import { DeploymentResult } from '../cloudformation/driver';
import { EmbeddedAws, EmbeddedAwsOptions } from '../embedded-aws';
import { Flow } from '../flows/flow-oracle';

export type Outcome = 'migrated' | 'rolled-back' | 'held' | 'refused' | 'unchanged';

/** `customer-gateway` where only that changes. */
export type Direction = 'vgw-to-tgw' | 'vgw-to-vgw' | 'tgw-to-tgw' | 'tgw-to-vgw' | 'customer-gateway';

export interface Scenario {
  readonly name: string;
  /** One sentence for a person. */
  readonly about: string;
  readonly direction: Direction;
  readonly routing: 'static' | 'bgp';
  /** How it must end; any other end fails the rehearsal. */
  readonly mustEnd: Outcome;
  readonly estate: Omit<EstateOptions, 'routing'>;
  readonly aws?: EmbeddedAwsOptions;
  /** Deploys what is to be deployed; the last result is the scenario's. */
  readonly play: (cast: Cast) => Promise<DeploymentResult>;
}

export interface Cast {
  readonly aws: EmbeddedAws;
  readonly estate: Estate;
  readonly applications: Applications;
}

export interface ScenarioResult {
  readonly name: string;
  readonly direction: string;
  readonly routing: 'static' | 'bgp';
  readonly mustEnd: Outcome;
  readonly outcome: Outcome;
  /** What the deployment said when it failed. */
  readonly reason?: string;
  readonly routesBefore: readonly string[];
  readonly routesAfter: readonly string[];
  /** On-premises CIDR blocks that some table led to before and none does after. */
  readonly lostRoutes: readonly string[];
  readonly lostFlows: readonly string[];
  /** From each ModifyVpnConnection to the first tunnel UP again: EC2's and the device's time. */
  readonly provisioningSeconds: number;
  readonly interruptionSeconds: number;
  readonly interruptionSecondsByCidr: Readonly<Record<string, number>>;
  /** Interruption less provisioning: what the order and the pace of the move add. */
  readonly overheadSeconds: number;
  readonly ec2Calls: number;
  readonly ec2CallsByOperation: Readonly<Record<string, number>>;
  readonly mutatingEc2Calls: number;
  readonly iamEnforced: boolean;
  /** Actions that the role of the move was granted and did not need in this scenario. */
  readonly unusedActions: readonly string[];
  /** Where the planted pre-shared key was seen; anything here fails the rehearsal. */
  readonly leaks: readonly string[];
  /** Mistakes of the emulation itself; anything here fails the rehearsal. */
  readonly defects: readonly string[];
  readonly passed: boolean;
  readonly flowsBefore: readonly Flow[];
  readonly flowsAfter: readonly Flow[];
}
