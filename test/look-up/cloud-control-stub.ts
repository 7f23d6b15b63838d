/** Cloud Control and the Security Token Service as the CDK CLI needs them, over HTTP. Its connections hold planted keys. */
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

export interface StubbedConnection {
  readonly VpnConnectionId: string;
  readonly [property: string]: unknown;
}

export class CloudControlStub {
  /** Each operation of Cloud Control that was asked for. */
  readonly asked: string[] = [];
  private readonly server: Server;

  constructor(private readonly connections: readonly StubbedConnection[]) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const target = request.headers['x-amz-target'];
        const body = Buffer.concat(chunks).toString();
        const json = typeof target === 'string';
        response.setHeader('content-type', json ? 'application/x-amz-json-1.0' : 'text/xml');
        response.end(json ? JSON.stringify(this.answer(target.split('.')[1], JSON.parse(body) as Record<string, string>)) : identity(body));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  private answer(operation: string, { Identifier }: Record<string, string>): object {
    this.asked.push(operation);
    const described = this.connections.map((each) => ({ Identifier: each.VpnConnectionId, Properties: JSON.stringify(each) }));
    if (operation === 'ListResources') return { TypeName: 'AWS::EC2::VPNConnection', ResourceDescriptions: described };
    return { TypeName: 'AWS::EC2::VPNConnection', ResourceDescription: described.find((each) => each.Identifier === Identifier) };
  }
}

function identity(body: string): string {
  const action = new URLSearchParams(body).get('Action') ?? '';
  const arn = 'arn:aws:sts::111122223333:assumed-role/lookup/session';
  const content = action === 'AssumeRole'
    ? '<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>'
      + `<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><Arn>${arn}</Arn><AssumedRoleId>A:B</AssumedRoleId></AssumedRoleUser>`
    : `<Arn>${arn}</Arn><UserId>A:B</UserId><Account>111122223333</Account>`;
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${content}</${action}Result>`
    + `<ResponseMetadata><RequestId>request</RequestId></ResponseMetadata></${action}Response>`;
}
