/**
 * Which way fits. CloudFormation's registry decides it in each region: an edition of the connection's schema that still calls
 * the gateways create-only makes an edit a replacement, and then the outside addresses and keys are gone.
 */
import { VpnConnection } from '../../../lambda/engine/observation';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { Finding } from '../../../src/contract/finding';

export interface Approach {
  readonly name: 'edit the property' | 'VpnTargetMigration' | 'a parallel connection' | 'cdk orphan' | 'cdk import';
  readonly fits: boolean | 'unknown';
  readonly reason: string;
}

/** What ModifyVpnConnection cannot do, whatever is accepted or mended. */
const IMPOSSIBLE = new Set(['vpn-gateway-cannot-carry', 'transport-attachment-left', 'connection-classic', 'vpn-gateway-ipv4-only']);

export interface ApproachContext {
  readonly declaration: MoveDeclaration;
  readonly connection: VpnConnection | undefined;
  readonly blocking: readonly Finding[];
  /** Of AWS::EC2::VPNConnection in this region; absent: nobody looked. */
  readonly createOnly?: CreateOnly;
}

/** The properties whose change makes CloudFormation replace the connection, or why they could not be read. */
export type CreateOnly = readonly string[] | { readonly unreadable: string };

export function approachesOf(circumstances: ApproachContext): Approach[] {
  const { connection, blocking } = circumstances;
  const obstacles = blocking.filter((finding) => IMPOSSIBLE.has(finding.id));
  const moves = obstacles.length === 0;
  const why = obstacles.map((finding) => finding.message).join('; ');
  const stackId = connection?.stackId;
  return [
    editing(circumstances, moves, why),
    {
      name: 'VpnTargetMigration',
      fits: moves,
      reason: moves ? `it moves the connection as it is, with its routes, ${stackId === undefined ? 'without owning it' : 'whatever stack owns it'}` : why,
    },
    {
      name: 'a parallel connection',
      fits: true,
      reason: moves ? 'only where no interruption is allowed: other outside addresses and keys, so the device is configured anew'
        : 'it is the only one left: other outside addresses and keys, so the device is configured anew',
    },
    stackId === undefined ? { name: 'cdk import', fits: moves, reason: 'afterwards: `adopt` writes the code and the mapping that bring it into a stack' } : orphaning(circumstances),
  ];
}

/** What decides it, where nobody looked. */
export const SCHEMA_COMMAND = 'aws cloudformation describe-type --type RESOURCE --type-name AWS::EC2::VPNConnection';

function editing({ connection, createOnly, declaration }: ApproachContext, moves: boolean, why: string): Approach {
  const name = 'edit the property';
  if (!moves) return { name, fits: false, reason: why };
  if (connection?.stackId === undefined) return { name, fits: false, reason: 'no stack owns the connection, as its tags tell: bring it into one first' };
  if (createOnly === undefined || 'unreadable' in createOnly) {
    const because = createOnly === undefined ? '' : `, and could not be read: ${createOnly.unreadable}`;
    return { name, fits: 'unknown', reason: `${connection.stackId} owns it; whether CloudFormation here modifies or replaces it is told by \`${SCHEMA_COMMAND}\` (--schema)${because}` };
  }
  const frozen = changedProperties(declaration).filter((property) => createOnly.includes(property));
  if (frozen.length > 0) return { name, fits: false, reason: `in this region ${frozen.join(' and ')} cannot change in place: CloudFormation would replace the connection` };
  return { name, fits: true, reason: 'CloudFormation modifies it in place here and makes its routes anew, guarded by `TargetChange.withRoutes`: the template stays true' };
}

function orphaning({ createOnly, declaration }: ApproachContext): Approach {
  const frozen = createOnly === undefined || 'unreadable' in createOnly || changedProperties(declaration).some((property) => createOnly.includes(property));
  return {
    name: 'cdk orphan',
    fits: frozen,
    reason: frozen ? 'where the template cannot follow: take the connection out of its stack before `VpnTargetMigration`, and `cdk import` it afterwards'
      : 'not needed: the template can name the new gateway',
  };
}

function changedProperties({ from, to, customerGateway }: MoveDeclaration): string[] {
  return [...from.id === to.id ? [] : ['TransitGatewayId', 'VpnGatewayId'], ...customerGateway === undefined ? [] : ['CustomerGatewayId']];
}
