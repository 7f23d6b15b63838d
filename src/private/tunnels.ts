/** The checks of tunnel options, and what the template says of them. */
import { SecretValue, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { at } from './checks';
import { canonicalDestination, containsCidr, isIpv4Cidr, prefixLength } from '../domain/cidr';
import { TunnelOptions } from '../tunnel-options';

/** A connection always has two tunnels [H, SDK]. */
const TUNNELS_MAX = 2;

const LINK_LOCAL = '169.254.0.0/16';

/** Blocks that AWS uses itself [H, SDK]. */
const RESERVED_INSIDE_CIDRS: readonly string[] = [
  '169.254.0.0/30',
  '169.254.1.0/30',
  '169.254.2.0/30',
  '169.254.3.0/30',
  '169.254.4.0/30',
  '169.254.5.0/30',
  '169.254.169.252/30',
];

type RenderedTunnel = ec2.CfnVPNConnection.VpnTunnelOptionsSpecificationProperty;

export function renderTunnels(scope: IConstruct, tunnels: readonly TunnelOptions[]): RenderedTunnel[] {
  if (tunnels.length > TUNNELS_MAX) {
    throw new Error(`\`tunnels\` must have at most ${TUNNELS_MAX} elements, since a connection has two tunnels, got ${tunnels.length}`);
  }
  tunnels.forEach((tunnel, index) => requireInsideCidr(`${at('tunnels', index)}.insideCidr`, tunnel.insideCidr));
  tunnels.forEach((tunnel, index) => requireSecretsManager(scope, `${at('tunnels', index)}.preSharedKey`, tunnel.preSharedKey));
  requireDistinctInsideCidrs(tunnels);
  return tunnels.map((tunnel) => ({
    tunnelInsideCidr: tunnel.insideCidr,
    preSharedKey: tunnel.preSharedKey?.unsafeUnwrap(),
  }));
}

function requireInsideCidr(prop: string, value: string | undefined): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  const got = `got ${JSON.stringify(value)}`;
  if (!isIpv4Cidr(value) || prefixLength(value) !== 30 || !containsCidr(LINK_LOCAL, value)) {
    throw new Error(`\`${prop}\` must be a /30 block in ${LINK_LOCAL} such as 169.254.10.0/30, ${got}`);
  }
  const network = canonicalDestination(value);
  if (network !== value) {
    throw new Error(`\`${prop}\` must begin at its network address, ${got}; write ${network}`);
  }
  if (RESERVED_INSIDE_CIDRS.includes(network)) {
    throw new Error(`\`${prop}\` must not be a block that AWS keeps for itself (${RESERVED_INSIDE_CIDRS.join(', ')}), ${got}; choose another`);
  }
}

function requireDistinctInsideCidrs(tunnels: readonly TunnelOptions[]): void {
  const [first, second] = tunnels.map((tunnel) => tunnel.insideCidr);
  if (first === undefined || second === undefined || canonicalDestination(first) !== canonicalDestination(second)) return;
  throw new Error(`\`tunnels[1].insideCidr\` must differ from \`tunnels[0].insideCidr\`, got ${JSON.stringify(second)} for both tunnels; choose another`);
}

/** A key that CloudFormation does not read from Secrets Manager itself would stand in the template for everybody to read. */
function requireSecretsManager(scope: IConstruct, prop: string, value: SecretValue | undefined): void {
  if (value === undefined) return;
  if (firstLiteral(Stack.of(scope).resolve(value.unsafeUnwrap())).startsWith('{{resolve:secretsmanager:')) return;
  // The value is left out of this message: it may be the key.
  throw new Error(`\`${prop}\` must be a reference to Secrets Manager, so that the key is in no template;`
    + ' store the key in a secret and pass `SecretValue.secretsManager(\'name-of-the-secret\')`');
}

/** A reference to a secret of the same app is a join that begins with the literal. */
function firstLiteral(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const join = (resolved as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  const first = join?.[1][0];
  return typeof first === 'string' ? first : '';
}
