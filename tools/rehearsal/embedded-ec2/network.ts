/**
 * The network behind the embedded EC2: it answers operations, lets time do what was begun, remembers how it looked a
 * moment ago, and tells listeners of every change with the instant at which it took effect.
 *
 * Nothing runs by itself: transitions are applied in due order whenever somebody asks or calls `settle`.
 */
import { lagOf, Latencies, DEFAULT_LATENCIES, DEFAULT_QUOTAS, Quotas } from './latencies';
import { Clock, Ec2Error, Ec2Operations } from '../contracts';
import { clientVpnAccessOperations, clientVpnAccessTransitions } from './operations/client-vpn-access';
import { clientVpnEndpointOperations, clientVpnEndpointTransitions } from './operations/client-vpn-endpoints';
import { clientVpnTargetNetworkOperations, clientVpnTargetNetworkTransitions } from './operations/client-vpn-target-networks';
import { customerGatewayOperations, customerGatewayTransitions } from './operations/customer-gateways';
import { internetGatewayOperations } from './operations/internet-gateways';
import { managedPrefixListOperations } from './operations/managed-prefix-lists';
import { prefixListOperations, prefixListTransitions } from './operations/prefix-lists';
import { subnetOperations } from './operations/subnets';
import { transitGatewayLifecycleOperations, transitGatewayLifecycleTransitions } from './operations/transit-gateway-lifecycle';
import { transitGatewayRouteTableOperations, transitGatewayRouteTableTransitions } from './operations/transit-gateway-route-tables';
import { transitGatewayRouteOperations, transitGatewayRouteTransitions } from './operations/transit-gateway-routes';
import { transitGatewayVpcAttachmentOperations, transitGatewayVpcAttachmentTransitions } from './operations/transit-gateway-vpc-attachments';
import { transitGatewayOperations } from './operations/transit-gateways';
import { vpcRouteTableLifecycleOperations } from './operations/vpc-route-table-lifecycle';
import { vpcRouteTableOperations } from './operations/vpc-route-tables';
import { vpcOperations } from './operations/vpcs';
import { vpnAttachmentTransitions } from './operations/vpn-attachments';
import { vpnConnectionModificationOperations } from './operations/vpn-connection-modification';
import { vpnConnectionRouteOperations, vpnConnectionRouteTransitions } from './operations/vpn-connection-routes';
import { vpnConnectionOperations, vpnConnectionTransitions } from './operations/vpn-connections';
import { vpnDeviceConfigurationOperations } from './operations/vpn-device-configurations';
import { vpnGatewayOperations, vpnGatewayTransitions } from './operations/vpn-gateways';
import { vpnOptionsModificationOperations, vpnOptionsModificationTransitions } from './operations/vpn-options-modification';
import { beginIke, vpnProvisioningTransitions } from './operations/vpn-provisioning';
import { Site } from './records';
import { Seed } from './seed/seed';
import { Context, emptyState, NetworkState, NetworkView, Operation, OperationMap, patch, TransitionMap } from './state';
import { unknowns, Unknowns } from './unknowns';

const OPERATIONS: OperationMap = {
  ...clientVpnAccessOperations,
  ...clientVpnEndpointOperations,
  ...clientVpnTargetNetworkOperations,
  ...customerGatewayOperations,
  ...internetGatewayOperations,
  ...managedPrefixListOperations,
  ...prefixListOperations,
  ...subnetOperations,
  ...transitGatewayLifecycleOperations,
  ...transitGatewayOperations,
  ...transitGatewayRouteOperations,
  ...transitGatewayRouteTableOperations,
  ...transitGatewayVpcAttachmentOperations,
  ...vpcOperations,
  ...vpcRouteTableLifecycleOperations,
  ...vpcRouteTableOperations,
  ...vpnConnectionModificationOperations,
  ...vpnConnectionOperations,
  ...vpnConnectionRouteOperations,
  ...vpnDeviceConfigurationOperations,
  ...vpnGatewayOperations,
  ...vpnOptionsModificationOperations,
};

const TRANSITIONS: TransitionMap = {
  ...clientVpnAccessTransitions,
  ...clientVpnEndpointTransitions,
  ...clientVpnTargetNetworkTransitions,
  ...customerGatewayTransitions,
  ...prefixListTransitions,
  ...transitGatewayLifecycleTransitions,
  ...transitGatewayRouteTableTransitions,
  ...transitGatewayRouteTransitions,
  ...transitGatewayVpcAttachmentTransitions,
  ...vpnAttachmentTransitions,
  ...vpnConnectionRouteTransitions,
  ...vpnConnectionTransitions,
  ...vpnGatewayTransitions,
  ...vpnOptionsModificationTransitions,
  ...vpnProvisioningTransitions,
};

export interface NetworkOptions {
  readonly clock: Clock;
  readonly accountId?: string;
  readonly region?: string;
  readonly latencies?: Partial<Latencies>;
  readonly quotas?: Partial<Quotas>;
  readonly unknowns?: Partial<Unknowns>;
  /** The most that a paged describe gives at once; small values exercise paging. */
  readonly pageSize?: number;
}

/** A network as it can be written to a file and read back; times are absolute. */
export interface SavedNetwork {
  readonly accountId: string;
  readonly region: string;
  readonly state: NetworkState;
}

interface Snapshot {
  readonly at: number;
  readonly state: NetworkState;
}

/** Describes never lag further behind than this; older snapshots are dropped. */
const LONGEST_LAG_MS = 60_000;
const DEFAULT_PAGE_SIZE = 1_000;

export class Network implements Ec2Operations {
  /** The network that was saved; transitions that came due in the meantime are applied when it is first asked. */
  static load(saved: SavedNetwork, options: NetworkOptions): Network {
    const network = new Network({ ...options, accountId: saved.accountId, region: saved.region });
    network.current = { ...emptyState(), ...structuredClone(saved.state) };
    network.history = [{ at: -Infinity, state: network.current }];
    return network;
  }

  readonly operations: readonly string[] = Object.keys(OPERATIONS);
  readonly accountId: string;
  readonly region: string;
  /** May be changed while the network lives. */
  readonly unknowns: Unknowns;
  /** May be replaced while the network lives. */
  latencies: Latencies;
  readonly seed: Seed;

  private current: NetworkState = emptyState();
  private history: Snapshot[] = [{ at: -Infinity, state: this.current }];
  private readonly listeners = new Set<(at: number) => void>();

  constructor(private readonly options: NetworkOptions) {
    this.accountId = options.accountId ?? '111122223333';
    this.region = options.region ?? 'eu-central-1';
    this.unknowns = unknowns(options.unknowns);
    this.latencies = { ...DEFAULT_LATENCIES, ...options.latencies };
    this.seed = new Seed((edit) => this.plant(edit));
  }

  /** The truth as of the last change that was applied; call `settle` before to have it as of now. */
  get view(): NetworkView {
    return { state: this.current, unknowns: this.unknowns };
  }

  /** What the account may have of everything, as EC2 enforces it. */
  get quotas(): Quotas {
    return { ...DEFAULT_QUOTAS, ...this.options.quotas };
  }

  /** A second network that stands as this one does and goes its own way: states are never changed in place, so nothing is copied. */
  fork(clock: Clock): Network {
    const network = new Network({ ...this.options, clock, accountId: this.accountId, region: this.region, unknowns: {} });
    network.latencies = this.latencies;
    network.current = this.current;
    network.history = [...this.history];
    return network;
  }

  now(): number {
    return this.options.clock.now();
  }

  tagsOf(id: string): Readonly<Record<string, string>> {
    const { tags = [] } = this.view.state.vpnConnections[id] ?? {};
    return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  }

  /** @throws {Ec2Error} */
  call(operation: string, input: Record<string, unknown>): Record<string, unknown> {
    if (!Object.hasOwn(OPERATIONS, operation)) {
      throw new Ec2Error('InvalidAction', `The action ${operation} is not valid for this web service.`);
    }
    this.settle();
    const now = this.now();
    const isRead = /^(Describe|Get|Search)/.test(operation);
    const draft = { ...(isRead ? this.asOf(now - lagOf(this.latencies.describeLagMs, operation, now)) : this.current) };
    const output = run(OPERATIONS[operation], draft, input, this.contextAt(now));
    // A dry run has gone through every check by now, and its draft is dropped.
    if (input.DryRun === true) throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    if (!isRead) this.commit(draft, now);
    this.settle();
    return output;
  }

  /** Applies everything that has come due, each at its own instant. */
  settle(): void {
    const now = this.now();
    for (let next = this.current.transitions[0]; next !== undefined && next.due <= now; next = this.current.transitions[0]) {
      const draft = { ...this.current, transitions: this.current.transitions.slice(1) };
      TRANSITIONS[next.name](draft, next, this.contextAt(next.due));
      this.commit(draft, next.due);
    }
  }

  /** When something will change by itself next. */
  nextTransitionAt(): number | undefined {
    return this.current.transitions[0]?.due;
  }

  /**
   * Calls the listener after each change with the instant at which it took effect, which may lie in the past; `view` is
   * the network at that instant. Returns what ends the subscription.
   */
  onChange(listener: (at: number) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** Somebody changes the device at the other end of a connection, and it starts over. */
  configureDevice(vpnConnectionId: string, changes: Partial<Site>): void {
    this.settle();
    const now = this.now();
    const draft = { ...this.current };
    const connection = draft.vpnConnections[vpnConnectionId];
    if (connection === undefined) throw new Error(`there is no connection ${vpnConnectionId}`);
    patch(draft, 'vpnConnections', vpnConnectionId, { site: { ...connection.site, ...changes } });
    beginIke(draft, vpnConnectionId, this.contextAt(now));
    this.commit(draft, now);
    this.settle();
  }

  /** Everything, as plain values for JSON. It holds the pre-shared keys. */
  save(): SavedNetwork {
    this.settle();
    return structuredClone({ accountId: this.accountId, region: this.region, state: this.current });
  }

  /** Seeds were always there: no describe lags behind them. */
  private plant<T>(edit: (state: NetworkState, context: Context) => T): T {
    this.settle();
    const now = this.now();
    const draft = { ...this.current };
    const result = edit(draft, this.contextAt(now));
    this.commit(draft, now);
    this.history = [{ at: -Infinity, state: this.current }];
    return result;
  }

  private commit(draft: NetworkState, at: number): void {
    const changed = (Object.keys(draft) as (keyof NetworkState)[]).some((key) => draft[key] !== this.current[key]);
    if (!changed) return;
    this.current = draft;
    this.history.push({ at, state: draft });
    while (this.history.length > 1 && this.history[1].at <= at - LONGEST_LAG_MS) this.history.shift();
    for (const listener of [...this.listeners]) listener(at);
  }

  private asOf(at: number): NetworkState {
    const known = this.history.filter((snapshot) => snapshot.at <= at);
    return (known.at(-1) ?? this.history[0]).state;
  }

  private contextAt(now: number): Context {
    return {
      now,
      accountId: this.accountId,
      region: this.region,
      unknowns: this.unknowns,
      latencies: this.latencies,
      quotas: this.quotas,
      pageSize: this.options.pageSize ?? DEFAULT_PAGE_SIZE,
    };
  }
}

/** The one place where what came off the wire gets the type the operation declares; the codec has checked it. */
function run(operation: Operation, state: NetworkState, input: Record<string, unknown>, context: Context): Record<string, unknown> {
  return { ...operation(state, input as never, context) };
}
