/** Every operation that changes something and has a dry run, called dry by the real SDK: with the permission, and without. */
import * as sdk from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { DRY, DRY_ESTATE, Structure, WITHOUT_DRY_RUN } from './every-call';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { Ec2Endpoint } from '../../../tools/rehearsal/embedded-ec2/endpoint';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';

const { network } = DRY_ESTATE;
const authorizer = new PolicyAuthorizer();
const endpoint = new Ec2Endpoint({ clock: new VirtualClock(network.now()), network, authorizer });
let url: string;

beforeAll(async () => {
  url = await endpoint.listen();
});

afterAll(async () => endpoint.close());

test('the table holds every operation that changes something', () => {
  const mutating = network.operations.filter((operation) => !/^(Describe|Get|Search)/.test(operation));

  expect([...Object.keys(DRY), ...WITHOUT_DRY_RUN].sort()).toEqual(mutating.sort());
});

test.each(Object.keys(DRY))('%s says what would be, and does nothing', async (operation) => {
  const before = JSON.stringify(network.save());

  const mayDo = { Effect: 'Allow', Action: `ec2:${operation}`, Resource: '*' };
  expect(await dryRun(operation, DRY[operation], [mayDo])).toEqual(['DryRunOperation', 412]);
  const mayLook = { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' };
  expect(await dryRun(operation, DRY[operation], [mayLook])).toEqual(['UnauthorizedOperation', 403]);
  expect(JSON.stringify(network.save())).toBe(before);
});

test.each(Object.keys(DRY).flatMap((operation) => requiredOf(operation).map((parameter) => [operation, parameter])))(
  '%s without %s is refused, dry or not', async (operation, parameter) => {
    const { [parameter]: _left, ...input } = DRY[operation];

    expect(await dryRun(operation, input, [{ Effect: 'Allow', Action: '*', Resource: '*' }])).toEqual(['MissingParameter', 400]);
  });

async function dryRun(operation: string, input: Structure, statements: object[]): Promise<[string, number]> {
  authorizer.register('AKIDROLE', 'mover', [{ Statement: statements }]);
  const client = new sdk.EC2Client({
    endpoint: url, region: 'eu-central-1', maxAttempts: 1, credentials: { accessKeyId: 'AKIDROLE', secretAccessKey: 'secret' },
  });
  const command = Object.entries(sdk).find(([name]) => name === `${operation}Command`)?.[1] as unknown as new (input: Structure) => never;
  try {
    await client.send(new command({ ...input, DryRun: true }));
  } catch (error) {
    const { name, $metadata } = error as sdk.EC2ServiceException;
    return [name, $metadata.httpStatusCode ?? 0];
  } finally {
    client.destroy();
  }
  return ['accepted', 200];
}

/** As the SDK's model has it: the first members of the input, so many as the last element of its schema says. */
function requiredOf(operation: string): string[] {
  const schema = Object.entries(sdk).find(([name]) => name === `${operation}$`)?.[1] as unknown as unknown[];
  const input = NormalizedSchema.of(schema[4] as never).getSchema() as readonly unknown[];
  return (input[4] as string[]).slice(0, Number(input[6] ?? 0));
}
