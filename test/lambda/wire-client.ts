/** The SDK's own EC2 client on answers made up for a test: they go through the embedded endpoint's codec, and are read as any would be. */
import { Readable } from 'node:stream';
import { EC2Client } from '@aws-sdk/client-ec2';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { Ec2Error } from '../../tools/rehearsal/contracts';
import { decodeRequest, encodeError, encodeResponse } from '../../tools/rehearsal/embedded-ec2/query-codec';

export type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;

/** @param answers by operation; one throws an `Ec2Error` to refuse */
export function wireClient(answers: Answers, asked: string[] = []): EC2Client {
  const reply = (body: string): { readonly status: number; readonly xml: string } => {
    const { operation, input } = decodeRequest(body);
    asked.push(operation);
    try {
      return { status: 200, xml: encodeResponse(operation, { ...answers[operation](input) }, 'request') };
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      return { status: error.status, xml: encodeError(error.code, error.message, 'request') };
    }
  };
  return new EC2Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: HttpRequest) => {
        const { status, xml } = reply(String(request.body));
        return { response: new HttpResponse({ statusCode: status, headers: { 'content-type': 'text/xml' }, body: Readable.from([Buffer.from(xml)]) }) };
      },
    },
  });
}
