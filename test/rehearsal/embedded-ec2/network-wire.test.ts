/** Every operation of the network, called by the real SDK: the answer that arrives is the answer that was given. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as sdk from '@aws-sdk/client-ec2';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { officeEstate } from './estates';
import { Call, callEverything, Structure } from './every-call';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { decodeRequest, encodeResponse } from '../../../tools/rehearsal/embedded-ec2/query-codec';

const EMBEDDED_EC2 = path.join(__dirname, '../../../tools/rehearsal/embedded-ec2');
const estate = officeEstate();
const heard = new Map<string, Structure[]>();

test('every operation goes over the wire and back', async () => {
  await callEverything(estate, callerOf(estate.network));

  expect([...heard.keys()].sort()).toEqual([...estate.network.operations].sort());
});

test('each that looks has told something: an empty answer would come over any wire', () => {
  const looking = [...heard].filter(([operation]) => /^(Describe|Get|Search)/.test(operation));
  expect(looking.filter(([, answers]) => answers.every(isEmpty)).map(([operation]) => operation)).toEqual([]);
});

test('every operation and transition that a file of the embedded EC2 has is one of the network\'s', () => {
  const registered = readFileSync(path.join(EMBEDDED_EC2, 'network.ts'), 'utf8');
  const written = readdirSync(path.join(EMBEDDED_EC2, 'operations')).map((file) => readFileSync(path.join(EMBEDDED_EC2, 'operations', file), 'utf8'));
  const tables = written.flatMap((text) => [...text.matchAll(/^export const (\w+): (?:OperationMap|TransitionMap)/gm)].map(([, name]) => name));
  expect(tables.length).toBeGreaterThan(20);
  expect(tables.filter((name) => !registered.includes(`...${name},`))).toEqual([]);
});

function isEmpty(answer: Structure): boolean {
  return Object.values(answer).every((value) => value === undefined || (Array.isArray(value) && value.length === 0));
}

/** Calls through the SDK's own serializer and deserializer, and compares what arrives with what the network answered. */
function callerOf(network: Network): Call {
  let answer: Structure = {};
  const client = new sdk.EC2Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIASTORY', secretAccessKey: 'none' },
    requestHandler: {
      handle: async (request: HttpRequest) => {
        const { operation, input } = decodeRequest(String(request.body));
        answer = network.call(operation, input);
        const body = Buffer.from(encodeResponse(operation, answer, 'request-1'));
        return { response: new HttpResponse({ statusCode: 200, headers: {}, body }) };
      },
    },
  });
  return async (operation, input) => {
    const command = Object.entries(sdk).find(([name]) => name === `${operation}Command`)?.[1] as unknown as new (input: Structure) => never;
    const { $metadata, ...received } = await client.send(new command(input)) as object as Structure;
    expect({ operation, answer: received }).toEqual({ operation, answer });
    heard.set(operation, [...heard.get(operation) ?? [], received]);
    return received;
  };
}
