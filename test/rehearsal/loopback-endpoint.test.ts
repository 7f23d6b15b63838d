/** Endpoints come and go without leaving anything behind: a process that has closed them ends by itself. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { VirtualClock } from '../../tools/rehearsal/clock';
import { Ec2Endpoint } from '../../tools/rehearsal/embedded-ec2/endpoint';

test.each([
  ['Ec2Endpoint', 'embedded-ec2/endpoint', '{ clock, network: { operations: [], call: () => ({}) } }'],
  ['DynamoDbEndpoint', 'services/dynamodb', '{ clock }'],
  ['CloudFormationEndpoint', 'services/cloudformation-api', '{ clock, describeStack: () => undefined }'],
])('%s', (name, file, props) => {
  const source = `
    const { VirtualClock } = require(${modulePath('clock')});
    const { ${name} } = require(${modulePath(file)});
    const http = require('node:http');
    const clock = new VirtualClock();
    const endpoint = new ${name}(${props});
    endpoint.listen().then((url) => {
      const agent = new http.Agent({ keepAlive: true });
      http.request(url, { method: 'POST', agent }).on('error', () => undefined).write('never finished');
      http.request(url, { method: 'POST', agent }, (response) => response.resume().on('end', async () => {
        await endpoint.close();
        console.log(endpoint.calls.length + ' call, closed');
      })).end();
    });
  `;

  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', '-e', source], { encoding: 'utf8', timeout: 50_000 });

  expect({ status, stdout }).toEqual({ status: 0, stdout: '1 call, closed\n' });
});

test('answers are dated by the rehearsal\'s clock: the SDK takes a difference for skew, and repeats calls', async () => {
  const clock = new VirtualClock(Date.UTC(2031, 4, 1, 2, 3, 4));
  const endpoint = new Ec2Endpoint({ clock, network: { operations: [], call: () => ({}) } });
  const response = await fetch(await endpoint.listen(), { method: 'POST' });
  await endpoint.close();
  expect(response.headers.get('date')).toBe('Thu, 01 May 2031 02:03:04 GMT');
});

function modulePath(file: string): string {
  return JSON.stringify(path.resolve(__dirname, '../../tools/rehearsal', `${file}.ts`));
}
