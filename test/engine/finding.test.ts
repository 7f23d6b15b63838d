/** A finding is accepted by its own id and by nothing wider, and only where it may be accepted at all. */
import { acceptableFinding, assessFindings, describeFinding, Finding } from '../../src/contract/finding';

const refusal: Finding = { id: 'connection-classic', message: 'the connection is VPN-Classic', remedy: 'replace it' };
const risk = acceptableFinding('other-connection-cut-off', 'vpn-1', 'detaching vgw-1 would cut off vpn-1', 'move it first');
const sameRiskElsewhere = acceptableFinding('other-connection-cut-off', 'vpn-2', 'detaching vgw-1 would cut off vpn-2', 'move it first');

test.each<[string, Finding[], string[], { blocking: Finding[]; accepted: Finding[]; unmatched: string[] }]>([
  ['without an acknowledgement everything stands against the move', [refusal, risk], [], { blocking: [refusal, risk], accepted: [], unmatched: [] }],
  ['an acknowledged risk does not', [risk], [risk.id], { blocking: [], accepted: [risk], unmatched: [] }],
  ['the same risk for something else still does', [risk, sameRiskElsewhere], [risk.id], { blocking: [sameRiskElsewhere], accepted: [risk], unmatched: [] }],
  ['a kind alone accepts nothing', [risk], ['other-connection-cut-off'], { blocking: [risk], accepted: [], unmatched: ['other-connection-cut-off'] }],
  ['what would lose routes cannot be accepted', [refusal], [refusal.id], { blocking: [refusal], accepted: [], unmatched: [refusal.id] }],
  ['an acknowledgement of what is not there is named', [], ['no-such:thing'], { blocking: [], accepted: [], unmatched: ['no-such:thing'] }],
])('%s', (_, findings, acknowledged, expected) => {
  expect(assessFindings(findings, acknowledged)).toEqual(expected);
});

test('the refusal says how to accept what may be accepted, and of nothing else', () => {
  expect(describeFinding(risk)).toBe('other-connection-cut-off:vpn-1: detaching vgw-1 would cut off vpn-1; move it first,'
    + ' or accept it: add \'other-connection-cut-off:vpn-1\' to `acknowledgedFindings`');
  expect(describeFinding(refusal)).toBe('connection-classic: the connection is VPN-Classic; replace it');
});

test('the table has every kind, and with a subject what may be accepted: nothing else compiles', () => {
  const [message, remedy] = ['so it is', 'mend it'];
  const findings: Finding[] = [
    { id: 'asn-equal', message, remedy },
    acceptableFinding('asn-changes', 'tgw-1/64513', message, remedy),
    // @ts-expect-error no kind of the table
    { id: 'asn-unlucky', message, remedy },
    // @ts-expect-error it may be accepted, and does not name what it is about
    { id: 'asn-changes', message, remedy, acceptable: true },
    // @ts-expect-error it may be accepted, and does not say so
    { id: 'asn-changes:tgw-1/64513', message, remedy },
    // @ts-expect-error it may not be accepted
    { id: 'asn-equal', message, remedy, acceptable: true },
  ];
  expect(findings.map(describeFinding)).toHaveLength(6);
});
