/** For how long traffic stops: what the move adds was played; what EC2 needs only EC2 knows, so it is a range with its source. */
import { ExecutionResult } from './execution';
import { VpnConnection } from '../../../lambda/engine/observation';
import { MoveDeclaration } from '../../../src/contract/declaration';

export interface InterruptionForecast {
  /** Absent where the move would not begin. */
  readonly ownSeconds?: number;
  /** EC2's share, as it was seen. */
  readonly ec2Seconds: { readonly least: number; readonly most: number };
  /** What has to be allowed for. */
  readonly allowSeconds: number;
  readonly stops: readonly string[];
  readonly sources: readonly string[];
}

/** terraform-provider-aws PR 27693: its acceptance test makes, modifies and deletes a connection in 497 s; 207 s without the modify. */
const BETWEEN_VPN_GATEWAYS_SECONDS = 290;

/** From there to a transit gateway 6 to 8 minutes were seen. */
const TO_TRANSIT_GATEWAY_SECONDS = { least: 360, most: 480 };

/** For which Terraform's provider, and this library, wait. */
const ALLOWED_SECONDS = 1_800;

export function forecastOf(
  { from, to }: MoveDeclaration, connection: VpnConnection | undefined, execution: ExecutionResult | undefined,
): InterruptionForecast {
  const { ec2Seconds, source } = flowsObserved(from.kind, to.kind);
  const isUp = connection?.tunnels.some((tunnel) => tunnel.status === 'UP') ?? false;
  return {
    ...execution === undefined ? {} : { ownSeconds: Math.ceil(execution.overheadSeconds) },
    ec2Seconds,
    allowSeconds: ALLOWED_SECONDS,
    stops: isUp ? [`both tunnels of ${connection!.id}, and everything that has no other way`] : [],
    sources: [
      'AWS names no figure: "a brief period" (https://docs.aws.amazon.com/vpn/latest/s2svpn/modify-vpn-target.html)',
      source,
      'Terraform\'s provider allows 30 minutes, and so does this library',
      'afterwards the device has to start IKE: with the default StartupAction `add` AWS does not'
      + ' (https://docs.aws.amazon.com/vpn/latest/s2svpn/initiate-vpn-tunnels.html)',
    ],
  };
}

export function describeForecast({ ownSeconds, ec2Seconds: { least, most }, allowSeconds, stops }: InterruptionForecast): string {
  if (stops.length === 0) return 'nothing is interrupted: no tunnel is UP';
  const own = ownSeconds === undefined ? '' : `, ${ownSeconds} s of it the move's own`;
  const [shortest, longest] = [least + (ownSeconds ?? 0), most + (ownSeconds ?? 0)];
  const range = shortest === longest ? `about ${minutes(shortest)}` : `${minutes(shortest)} to ${minutes(longest)}`;
  return `${stops.join(', ')}: ${range} as a rule${own}; allow ${minutes(allowSeconds)}`;
}

function flowsObserved(from: string, to: string): { readonly ec2Seconds: InterruptionForecast['ec2Seconds']; readonly source: string } {
  const between = BETWEEN_VPN_GATEWAYS_SECONDS;
  const ofProvider = 'the acceptance tests of Terraform\'s provider (https://github.com/hashicorp/terraform-provider-aws/pull/27693)';
  if (from === 'transit-gateway') {
    return {
      ec2Seconds: { least: between, most: TO_TRANSIT_GATEWAY_SECONDS.most },
      source: `nobody has published a figure for a move from a transit gateway; these are those from a virtual private gateway, by ${ofProvider}`,
    };
  }
  if (to === 'transit-gateway') return { ec2Seconds: TO_TRANSIT_GATEWAY_SECONDS, source: `6 to 8 minutes were seen, among others by ${ofProvider}` };
  return { ec2Seconds: { least: between, most: between }, source: `about 290 s follow from ${ofProvider}` };
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Number((seconds / 60).toFixed(1))} min`;
}
