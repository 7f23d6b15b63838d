/** What somebody may have meant. */
import { nearest } from '../../src/contract/nearest';

const KNOWN = ['vpn-0aaaaaaaaaaaaaaaa', 'vpn-0aaaaaaaaaaaaaaab', 'vpn-0bbbbbbbbbbbbbbbb', 'tgw-0cccccccccccccccc', 'none'];

test.each([
  ['vpn-0aaaaaaaaaaaaaaaa', ['vpn-0aaaaaaaaaaaaaaaa', 'vpn-0aaaaaaaaaaaaaaab']],
  ['vpn-0aaaaaaaaaaaaaaa', ['vpn-0aaaaaaaaaaaaaaaa', 'vpn-0aaaaaaaaaaaaaaab']],
  ['vpn-0baaaaaaaaaaaaaaa', ['vpn-0aaaaaaaaaaaaaaaa', 'vpn-0aaaaaaaaaaaaaaab']],
  ['vpn-0b', ['vpn-0bbbbbbbbbbbbbbbb']],
  ['nine', ['none']],
  ['igw-0123456789abcdef0', []],
])('%s is near %j', (typed, near) => {
  expect(nearest(typed, KNOWN)).toEqual(near);
});
