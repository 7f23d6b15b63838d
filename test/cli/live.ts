/** An embedded EC2 on loopback that the command's SDK client finds by its environment, as it finds AWS. */
import { actionOf, LIST_OUTPUTS, TABLE_OUTPUTS } from '../../tools/cli/estate/outputs';
import { SystemClock } from '../../tools/rehearsal/clock';
import { Ec2Endpoint, Ec2EndpointProps } from '../../tools/rehearsal/embedded-ec2/endpoint';
import { Network, NetworkOptions } from '../../tools/rehearsal/embedded-ec2/network';
import { Faults } from '../../tools/rehearsal/faults';
import { PolicyAuthorizer } from '../../tools/rehearsal/iam/policy-authorizer';

export const REGION = 'eu-central-1';

export interface LiveOptions extends Pick<NetworkOptions, 'pageSize'>, Pick<Ec2EndpointProps, 'region' | 'throttle'> {
  /** What who asks may not do of what reading an estate asks for. */
  readonly denied?: readonly string[];
}

/** Everything that reading an estate asks for. */
export const ACTIONS: readonly string[] = ['ec2:DescribeRegions', ...[...Object.values(LIST_OUTPUTS), ...Object.values(TABLE_OUTPUTS)].map(actionOf)];

const endpoints: Ec2Endpoint[] = [];
const { env } = process;

beforeEach(() => {
  process.env = { ...env, AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/nowhere/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials' };
});

afterEach(async () => {
  process.env = env;
  await Promise.all(endpoints.splice(0).map(async (endpoint) => endpoint.close()));
});

/** Starts it, and leads this process's SDK to it. */
export async function liveEc2({ denied = [], pageSize, region, throttle }: LiveOptions = {}) {
  const clock = new SystemClock();
  const network = new Network({ clock, accountId: '111122223333', region: REGION, latencies: { describeLagMs: 0 }, pageSize });
  const authorizer = new PolicyAuthorizer();
  const allowed = ACTIONS.filter((action) => !denied.includes(action));
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: allowed, Resource: '*' }] };
  authorizer.register('AKIAREADER0000000000', 'reader', [policy]);
  const faults = new Faults();
  const endpoint = new Ec2Endpoint({ clock, network, authorizer, faults, region, throttle });
  endpoints.push(endpoint);
  const url = await endpoint.listen();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_EC2: url, AWS_REGION: REGION, AWS_ACCESS_KEY_ID: 'AKIAREADER0000000000', AWS_SECRET_ACCESS_KEY: 'secret',
  });
  return { network, endpoint, faults, url };
}

/** How often each operation was called. */
export function callsOf(endpoint: Ec2Endpoint): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { operation } of endpoint.calls) counted[operation] = (counted[operation] ?? 0) + 1;
  return counted;
}
