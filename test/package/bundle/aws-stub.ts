/** The services as far as test/package/bundle/every-client.ts calls them: fixed answers, and what was asked. */
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly operation: string;
  readonly body: string;
  readonly credential: string;
  readonly sessionToken: string;
}

const ANSWERS: Record<string, { readonly status: number; readonly body: string }> = {
  DescribeVpnConnections: {
    status: 200,
    body: `<DescribeVpnConnectionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId><vpnConnectionSet><item>
      <vpnConnectionId>vpn-0a</vpnConnectionId><state>modifying</state><options><staticRoutesOnly>true</staticRoutesOnly></options>
      <routes><item><destinationCidrBlock>10.1.0.0/16</destinationCidrBlock><state>available</state></item></routes>
      <vgwTelemetry><item><acceptedRouteCount>3</acceptedRouteCount><lastStatusChange>2026-11-20T10:00:00.000Z</lastStatusChange></item></vgwTelemetry>
      </item></vpnConnectionSet></DescribeVpnConnectionsResponse>`,
  },
  ModifyVpnConnection: {
    status: 412,
    body: `<Response><Errors><Error><Code>DryRunOperation</Code><Message>Request would have succeeded.</Message></Error></Errors>
      <RequestID>r-2</RequestID></Response>`,
  },
  GetItem: { status: 200, body: '{"Item":{"item":{"S":"head"},"revision":{"N":"7"}}}' },
  PutItem: {
    status: 400,
    body: '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}',
  },
  DescribeStacks: {
    status: 200,
    body: `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
      <StackName>estate</StackName><StackStatus>UPDATE_ROLLBACK_IN_PROGRESS</StackStatus><CreationTime>2026-11-20T10:00:00.000Z</CreationTime>
      <RollbackConfiguration><RollbackTriggers><member><Arn>arn:aws:cloudwatch:eu-central-1:111122223333:alarm:tunnels</Arn>
      <Type>AWS::CloudWatch::Alarm</Type></member></RollbackTriggers></RollbackConfiguration>
      </member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  },
  DescribeAlarms: {
    status: 200,
    body: '{"MetricAlarms":[{"AlarmName":"tunnels","Dimensions":[{"Name":"VpnId","Value":"vpn-0a"}]}],"CompositeAlarms":[]}',
  },
  DescribeVirtualInterfaces: {
    status: 200,
    body: '{"virtualInterfaces":[{"virtualInterfaceId":"dxvif-0a","virtualGatewayId":"vgw-0a","virtualInterfaceState":"available"}]}',
  },
  DescribeDirectConnectGatewayAssociations: {
    status: 400, body: '{"__type":"DirectConnectClientException","message":"Gateway vgw-0a does not exist."}',
  },
  PutSecretValue: { status: 400, body: '{"__type":"ResourceExistsException","Message":"You have already used it."}' },
  AssumeRole: {
    status: 200,
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
      <AccessKeyId>ASIAMOVE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>
      <Expiration>2026-11-20T11:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  },
  GetServiceQuota: { status: 200, body: '{"Quota":{"ServiceCode":"ec2","QuotaCode":"L-B91E5754","Value":10}}' },
};

export const OPERATIONS = Object.keys(ANSWERS);

export class AwsStub {
  static async start(): Promise<AwsStub> {
    const stub = new AwsStub();
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  readonly asked: Asked[] = [];
  private readonly server: Server = createServer((request, response) => {
    void this.ask(request).then(({ status, body }) => response.writeHead(status, { 'content-type': 'text/xml' }).end(body));
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async ask(request: IncomingMessage): Promise<{ readonly status: number; readonly body: string }> {
    const body = await text(request);
    const operation = new URLSearchParams(body).get('Action') ?? String(request.headers['x-amz-target']).split('.')[1];
    this.asked.push({
      operation,
      body,
      credential: /Credential=([^,]+)/.exec(request.headers.authorization ?? '')?.[1].replace(/\/\d{8}\//, '/(day)/') ?? '',
      sessionToken: String(request.headers['x-amz-security-token']),
    });
    return ANSWERS[operation] ?? { status: 500, body: `no answer to ${operation}` };
  }
}
