/**
 * Every kind of finding and of note: what it means, and whether and by which subject it can be accepted. `npx projen findings` writes
 * docs/findings.md of it, and the constructs take from it what an acknowledgement may name. The functions import its types and
 * nothing else, so that none of its texts is in a bundle.
 */

/** Kinds with one meaning share a row. What can be accepted says what its id names besides the kind. */
type FindingRow = { readonly means: string } & (
  | { readonly kinds: readonly string[] }
  | { readonly acceptable: Readonly<Record<string, string>> }
);

/** Of a move, and of an edit of a connection's target. */
export const FINDINGS = [
  {
    kinds: ['connection-not-found', 'connection-not-available', 'connection-elsewhere', 'customer-gateway-differs'],
    means: 'the connection is not where and as the move begins',
  },
  {
    kinds: ['connection-classic', 'connection-on-core-network', 'connection-on-concentrator'],
    means: 'ModifyVpnConnection cannot move it',
  },
  { kinds: ['transport-attachment-left'], means: 'private tunnels run through an attachment of the old transit gateway' },
  {
    kinds: ['no-static-routes', 'declared-prefixes-differ', 'on-premises-prefixes-unknown'],
    means: 'which networks are behind the VPN is not certain',
  },
  { kinds: ['customer-gateway-not-found', 'customer-gateway-not-available'], means: 'the new customer gateway cannot be taken' },
  { kinds: ['asn-equal'], means: 'the gateway and the customer gateway have the same AS number' },
  { acceptable: { 'asn-equal-unused': '<gateway>' }, means: 'the same with static routing on a transit gateway, where nothing uses it' },
  {
    acceptable: { 'asn-changes': '<gateway>/<asn>' },
    means: 'BGP stays down until the device is configured with the new AWS-side AS number',
  },
  {
    kinds: [
      'source-association-differs', 'source-propagation-undeclared', 'source-route-table-undeclared',
      'source-default-route-table-undeclared',
    ],
    means: 'the side that is left is not as declared, so the way back could not restore it',
  },
  { kinds: ['prefix-list-reference'], means: 'a table of the old transit gateway leads a prefix list to the connection' },
  {
    kinds: ['transit-gateway-not-found', 'transit-gateway-not-available', 'transit-gateway-not-owned'],
    means: 'the transit gateway cannot take it',
  },
  {
    kinds: [
      'transit-gateway-route-table-not-found', 'transit-gateway-route-table-not-available', 'default-route-table-undeclared',
      'no-static-route-table',
    ],
    means: 'its tables are not as the move needs them',
  },
  {
    kinds: [
      'default-route-table-in-the-way', 'association-missing',
    ],
    means: 'of a connection whose `target` is edited: the gateway puts it into a table of its own where `target` names one, or into none where it names none',
  },
  {
    kinds: ['vpc-not-attached', 'availability-zone-not-attached', 'vpc-table-without-prefixes', 'no-return-path'],
    means: 'traffic of the VPC would not get there, or not back',
  },
  {
    kinds: ['vpn-gateway-not-found', 'vpn-gateway-not-available', 'vpn-gateway-attached-elsewhere', 'vpc-not-served'],
    means: 'the virtual private gateway cannot take it',
  },
  {
    kinds: ['vpn-gateway-cannot-carry', 'vpn-gateway-ipv4-only', 'too-many-static-routes'],
    means: 'it uses what a virtual private gateway does not carry',
  },
  { kinds: ['inside-cidr-in-use'], means: 'a tunnel of another connection there has the same inside CIDR block' },
  {
    acceptable: { 'duplicate-connection': '<connection>' },
    means: 'another connection joins the same two gateways, and AWS\'s texts differ on whether that is allowed',
  },
  {
    acceptable: { 'direct-connect-loses': '<path>' },
    means: 'where both announce a prefix, Direct Connect wins before the move and the VPN after it',
  },
  { acceptable: { 'direct-connect-wins': '<path>' }, means: 'the other way round' },
  {
    acceptable: { 'direct-connect-cut-off': '<path>', 'other-connection-cut-off': '<connection>' },
    means: 'it hangs on the gateway that is detached from the VPC',
  },
  { acceptable: { 'direct-connect-unknown': '<gateway>' }, means: 'Direct Connect could not be asked' },
  { kinds: ['transit-gateway-route-exists'], means: 'a static route stands where one must be created, or beats what the VPN propagates' },
  {
    acceptable: { 'transit-gateway-route-shadowed': '<table>/<route>', 'transit-gateway-route-shadowing': '<table>/<route>' },
    means: 'a route there loses traffic to the VPN, or takes some of it; the message names the winner before and after',
  },
  {
    acceptable: { 'vpn-route-shadowing': '<connection>/<route>' },
    means: 'a static route of another connection on the new virtual private gateway takes some of it',
  },
  { acceptable: { 'prefix-list-not-read': '<table>/<list>' }, means: 'a prefix list there may hold longer prefixes' },
  {
    acceptable: { 'default-route-announced': '<gateway>/<route>', 'default-route-withdrawn': '<gateway>/<route>' },
    means: 'the device would hear a default route that it does not hear today, or no longer',
  },
  { acceptable: { 'reach-lost': '<gateway>/<network>' }, means: 'what can be reached through the VPN today could not be after the move' },
  {
    acceptable: { 'ecmp-becomes-active': '<gateway>' },
    means: 'BGP traffic would use both tunnels at the same time, where one carries it today',
  },
  {
    kinds: ['vpc-route-table-not-found', 'vpc-route-table-undeclared', 'vpc-route-unclaimed', 'vpc-route-absent', 'vpc-route-left-behind'],
    means: 'a VPC route to the old gateway is neither moved nor left, or is not there',
  },
  {
    acceptable: { 'path-broken': '<table>/<network>' },
    means: 'when nothing is left to do, or the connection was there already: a route of the path is not there, or something else wins; with a VPC or a gateway in the table\'s place, an attachment',
  },
  { kinds: ['vpc-route-of-stack-exists'], means: '`vpcRoutes` would make a route that somebody else has made already' },
  {
    acceptable: { 'sites-separated': '<connection>' },
    means: 'sites on the old virtual private gateway reach each other through it, and no longer would',
  },
  {
    acceptable: { 'ingress-inspection-bypassed': '<table>', 'ingress-inspection-begins': '<table>' },
    means: 'a route table of the gateway leads what comes in to a firewall',
  },
  {
    acceptable: { 'attachment-without-counterpart': '<attachment>' },
    means: 'it reaches the VPN through the old transit gateway and has no way on the new side',
  },
  { acceptable: { 'blackhole-not-moved': '<table>/<route>' }, means: 'traffic that is dropped today would be carried' },
  { kinds: ['too-many-bgp-prefixes', 'quota-exceeded'], means: 'a quota does not allow what the move creates' },
  {
    acceptable: { 'quota-unknown': '<thing>/<quota>' },
    means: 'the same by AWS\'s documented default, where Service Quotas did not tell the account\'s own',
  },
  { acceptable: { 'owned-by-another-stack': '<thing>' }, means: 'another stack\'s template has to follow; the message says how' },
  {
    acceptable: { 'rollback-alarm': '<alarm>', 'rollback-alarms-unknown': '<stack>' },
    means: 'the stack rolls back on an alarm that watches the tunnels, or may',
  },
  { kinds: ['not-permitted', 'modify-refused'], means: 'EC2 refuses a call of the move or of its way back' },
  { acceptable: { 'modify-uncertain': 'vpn-…' }, means: 'a dry run of the modify is answered by a code that nobody here knows' },
] as const satisfies readonly FindingRow[];

/** What some of these mean of a replacement of a gateway, and what only that is refused for. */
export const FINDINGS_OF_REPLACEMENT = [
  {
    kinds: ['connection-not-found', 'connection-not-available', 'connection-elsewhere'],
    means: 'a connection is not there, not available, or on another gateway than declared',
  },
  { kinds: ['connection-not-classic', 'new-connection-classic'], means: 'the old one is not Classic, or the new one is' },
  { kinds: ['static-route-missing'], means: 'no static route of the new connections leads to a network that is behind the old gateway' },
  {
    kinds: ['on-premises-prefixes-unknown'],
    means: 'what is behind the old gateway cannot be known, and the new one does not propagate into the table',
  },
  { kinds: ['vpn-gateway-not-in-place'], means: 'the old gateway is not attached to the VPC' },
  { kinds: ['test-route-table-elsewhere'], means: 'a table for the test is not one of the test VPC' },
] as const satisfies readonly FindingRow[];

/** What an edit of a connection is refused for by itself, and may be accepted. */
export const FINDINGS_OF_EDIT = [
  { acceptable: { 'options-change-too': 'vpn-…' }, means: 'tunnel options or the bandwidth would change along with the target' },
  { acceptable: { 'connection-replaced': 'vpn-…' }, means: 'CloudFormation would make another connection in the place of this one' },
  { acceptable: { 'both-tunnels-change': 'vpn-…' }, means: 'the options of both tunnels, or the bandwidth, would change: both would be DOWN at one time' },
] as const satisfies readonly FindingRow[];

/** What is worth knowing and stands against nothing: nobody has to accept it. */
export const NOTES = {
  'device-hears-today': 'what AWS announces to the device today',
  'device-will-hear': 'what AWS will announce to the device after the move',
  'bgp-session': 'between which AS numbers BGP runs after the move',
  'quota-not-read': 'Service Quotas did not tell the account\'s own quota; the message says what is assumed instead',
  'root-stack-not-read': 'the stack is nested in another one, whose rollback triggers are not read',
  'not-covered-by-dry-run': 'the list of calls that could not be tried: CreateVpnConnectionRoute and DeleteVpnConnectionRoute have no DryRun; routes to an'
    + ' attachment, its association and its propagation on the side where it does not exist yet; and those to which EC2 objected for the state of things,'
    + ' which says nothing about the permission',
  'asn-of-new-gateway': 'of a replacement: BGP of the new connections runs with another AS number on the AWS side',
  'new-tunnels-down': 'of a replacement: no tunnel of a new connection is UP yet',
} as const satisfies Readonly<Record<string, string>>;

type AnyFinding = typeof FINDINGS[number] | typeof FINDINGS_OF_REPLACEMENT[number];

/** The kinds of findings that cannot be accepted: the move would fail, or lose a route of its connection. */
export type UnacceptableKind = Extract<AnyFinding, { readonly kinds: unknown }>['kinds'][number];

/** The kinds of findings that may be accepted. */
export type AcceptableKind = KeyOfEach<Extract<AnyFinding, { readonly acceptable: unknown }>['acceptable']>;

export type AcceptableKindOfEdit = KeyOfEach<typeof FINDINGS_OF_EDIT[number]['acceptable']>;

export type NoteKind = keyof typeof NOTES;

type KeyOfEach<T> = T extends unknown ? keyof T : never;

export const ACCEPTABLE_KINDS = acceptableKindsOf<AcceptableKind>([...FINDINGS, ...FINDINGS_OF_REPLACEMENT]);

export const ACCEPTABLE_KINDS_OF_EDITS = acceptableKindsOf<AcceptableKindOfEdit>(FINDINGS_OF_EDIT);

function acceptableKindsOf<Kind extends string>(rows: readonly FindingRow[]): readonly Kind[] {
  return rows.flatMap((row) => ('acceptable' in row ? Object.keys(row.acceptable) as Kind[] : [])).sort();
}
