/** What one entry of the table says about an assumption, and the words for how sure it is. */

export const CONFIDENCES = {
  documented: 'AWS documents it',
  seen: 'somebody else has seen it, or wrote code that relies on it; AWS does not document it',
  inferred: 'concluded from what AWS documents of something similar',
  unknown: 'nothing is known; one answer had to be the first',
} as const;

export type Confidence = keyof typeof CONFIDENCES;

export interface Entry {
  /** What is assumed, a sentence. */
  readonly assumed: string;
  readonly confidence: Confidence;
  /** Where it comes from: who says what, and the page. */
  readonly sources: readonly string[];
  /** AWS CLI commands; what has no name of its own stands as a variable. */
  readonly commands: readonly string[];
  /** How to read what the commands answer. */
  readonly reading: string;
}

/** A page of the EC2 API reference. */
export function api(operation: string): string {
  return `EC2 API reference, ${operation}: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_${operation}.html`;
}

/** A page of the Site-to-Site VPN guide. */
export function vpnGuide(page: string): string {
  return `AWS Site-to-Site VPN guide: https://docs.aws.amazon.com/vpn/latest/s2svpn/${page}.html`;
}

/** A page of the transit gateways' guide. */
export function transitGatewayGuide(page: string): string {
  return `Amazon VPC Transit Gateways guide: https://docs.aws.amazon.com/vpc/latest/tgw/${page}.html`;
}

export const ERROR_CODES = 'EC2 error codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html';

/** Describes connections without their keys, which are in the configuration and in the tunnels' options. */
export function describeConnection(query: string): string {
  return `aws ec2 describe-vpn-connections --vpn-connection-ids $VPN --query 'VpnConnections[0].${query}'`;
}
