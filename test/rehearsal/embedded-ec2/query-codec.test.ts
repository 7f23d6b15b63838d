/**
 * The codec stands opposite the real SDK: whatever the SDK serializes is read here, whatever is written here the SDK reads.
 */
import * as ec2 from '@aws-sdk/client-ec2';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { DOCUMENTED_CLIENT_VPN_EXAMPLES } from './documented-client-vpn-examples';
import { DOCUMENTED_EXAMPLES } from './documented-examples';
import { Ec2Error } from '../../../tools/rehearsal/contracts';
import { decodeRequest, encodeError, encodeResponse, OPERATION_NAMES } from '../../../tools/rehearsal/embedded-ec2/query-codec';

type Structure = Record<string, unknown>;

describe('every operation of the SDK', () => {
  test('there are 823 of them', () => {
    expect(OPERATION_NAMES).toHaveLength(823);
  });

  test('what the SDK sends is read as the input that the SDK was given', async () => {
    for (const operation of OPERATION_NAMES) {
      const input = sampleOf(schemasOf(operation).input);

      const { sent } = await exchange(operation, input, {});

      expect(decodeRequest(sent)).toEqual({ operation, input });
    }
  });

  test('what is written is read by the SDK as the output that was written', async () => {
    for (const operation of OPERATION_NAMES) {
      const output = sampleOf(schemasOf(operation).output);

      const { received } = await exchange(operation, sampleOf(schemasOf(operation).input), output);

      expect({ operation, output: received }).toEqual({ operation, output });
    }
  });
});

describe('the outputs that AWS documents', () => {
  test.each([...DOCUMENTED_EXAMPLES, ...DOCUMENTED_CLIENT_VPN_EXAMPLES])('$operation: $title', async ({ operation, output }) => {
    const { received } = await exchange(operation, sampleOf(schemasOf(operation).input), output);

    expect(received).toEqual(output);
  });
});

describe('reading a request', () => {
  test('parameters become booleans, numbers, structures, lists and dates', () => {
    const body = 'Action=CreateVpnConnection&Version=2016-11-15&CustomerGatewayId=cgw-1&Type=ipsec.1&VpnGatewayId=vgw-1'
      + '&Options.StaticRoutesOnly=true&Options.TunnelOptions.1.TunnelInsideCidr=169.254.10.0%2F30'
      + '&Options.TunnelOptions.2.DPDTimeoutSeconds=40&Options.TunnelOptions.2.IKEVersion.1.Value=ikev2'
      + '&TagSpecification.1.ResourceType=vpn-connection&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=';

    expect(decodeRequest(body)).toEqual({
      operation: 'CreateVpnConnection',
      input: {
        CustomerGatewayId: 'cgw-1',
        Type: 'ipsec.1',
        VpnGatewayId: 'vgw-1',
        Options: {
          StaticRoutesOnly: true,
          TunnelOptions: [
            { TunnelInsideCidr: '169.254.10.0/30' },
            { DPDTimeoutSeconds: 40, IKEVersions: [{ Value: 'ikev2' }] },
          ],
        },
        TagSpecifications: [{ ResourceType: 'vpn-connection', Tags: [{ Key: 'Name', Value: '' }] }],
      },
    });
  });

  test('list indices are an order: tenth comes after second, and a gap does no harm', () => {
    const body = 'Action=DescribeVpnConnections&Version=2016-11-15&VpnConnectionId.10=c&VpnConnectionId.2=b&VpnConnectionId.1=a';

    expect(decodeRequest(body).input).toEqual({ VpnConnectionIds: ['a', 'b', 'c'] });
  });

  test.each([
    ['Version=2016-11-15', 'MissingAction', 'The request is missing an action.'],
    ['Action=ModifyVpn&Version=2016-11-15', 'InvalidAction', 'The action ModifyVpn is not valid for this web service.'],
    ['Action=DescribeVpcs&Version=2012-12-01', 'NoSuchVersion', 'The API version 2012-12-01 does not exist.'],
    ['Action=DescribeVpcs', 'NoSuchVersion', 'The API version (none) does not exist.'],
    ['Action=ModifyVpnConnection&Version=2016-11-15', 'MissingParameter', 'The request must contain the parameter VpnConnectionId'],
    ['Action=CreateVpnConnectionRoute&Version=2016-11-15&VpnConnectionId=vpn-1', 'MissingParameter',
      'The request must contain the parameter DestinationCidrBlock'],
    ['Action=DescribeVpcs&Version=2016-11-15&VpcIds.1=vpc-1', 'UnknownParameter', 'The parameter VpcIds.1 is not recognized'],
    ['Action=DescribeVpcs&Version=2016-11-15&VpcId.x=vpc-1', 'UnknownParameter', 'The parameter VpcId.x is not recognized'],
    ['Action=DescribeVpcs&Version=2016-11-15&Filter.1.Nam=a', 'UnknownParameter', 'The parameter Filter.1.Nam is not recognized'],
    ['Action=DescribeVpcs&Version=2016-11-15&DryRun=yes', 'InvalidParameterValue', 'Value (yes) for parameter DryRun is invalid.'],
    ['Action=DescribeVpcs&Version=2016-11-15&MaxResults=ten', 'InvalidParameterValue', 'Value (ten) for parameter MaxResults is invalid.'],
  ])('%s is refused as %s', (body, code, message) => {
    expect(thrownBy(() => decodeRequest(body))).toEqual({ code, message, status: 400 });
  });

  test.each(['CreateVpnConnectionRoute', 'DeleteVpnConnectionRoute'])('%s has no dry run', (operation) => {
    const body = `Action=${operation}&Version=2016-11-15&VpnConnectionId=vpn-1&DestinationCidrBlock=10.1.0.0%2F16&DryRun=true`;

    expect(thrownBy(() => decodeRequest(body))).toEqual({
      code: 'UnknownParameter', message: 'The parameter DryRun is not recognized', status: 400,
    });
  });
});

describe('writing an answer', () => {
  test('text with markup in it, such as the configuration of a customer gateway, arrives as it is', async () => {
    const configuration = '<?xml version="1.0"?>\n<vpn_connection id="vpn-1">\n\t<a>&lt;"it\'s" &amp; ]]> </a>\n</vpn_connection>';
    const output = { VpnConnection: { VpnConnectionId: 'vpn-1', CustomerGatewayConfiguration: configuration } };

    const { received } = await exchange('ModifyVpnConnection', { VpnConnectionId: 'vpn-1' }, output);

    expect(received).toEqual(output);
  });

  test('an empty list arrives as one, an absent one stays absent', async () => {
    const output = { VpnConnections: [{ VpnConnectionId: 'vpn-1', Routes: [], Tags: undefined }] };

    const { received } = await exchange('DescribeVpnConnections', {}, output);

    expect(received).toStrictEqual({ VpnConnections: [{ VpnConnectionId: 'vpn-1', Routes: [] }] });
  });

  test('the envelope is the documented one', () => {
    expect(encodeResponse('DeleteVpnConnectionRoute', {}, 'request-1')).toBe('<?xml version="1.0" encoding="UTF-8"?>'
      + '<DeleteVpnConnectionRouteResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>request-1</requestId>'
      + '<return>true</return></DeleteVpnConnectionRouteResponse>');
  });

  test.each([
    ['a member that the schema does not have', { VpnConection: {} }, 'ModifyVpnConnection has no member VpnConection'],
    ['a text where a number belongs', { VpnConnection: { VgwTelemetry: [{ AcceptedRouteCount: '3' }] } },
      'ModifyVpnConnection.VpnConnection.VgwTelemetry[0].AcceptedRouteCount cannot be a string'],
    ['one thing where a list belongs', { VpnConnection: { Routes: {} } }, 'ModifyVpnConnection.VpnConnection.Routes must be a list'],
    ['a text where a structure belongs', { VpnConnection: 'vpn-1' }, 'ModifyVpnConnection.VpnConnection must be a structure'],
  ])('%s is a mistake of the emulation and said so', (_, output, message) => {
    expect(() => encodeResponse('ModifyVpnConnection', output, 'request-1')).toThrow(message);
  });

  test('an error arrives as an error of that name', async () => {
    const body = encodeError('InvalidVpnConnectionID.NotFound', "The vpnConnection ID 'vpn-1' does not exist", 'request-1');

    await expect(exchangeBody('ModifyVpnConnection', { VpnConnectionId: 'vpn-1' }, body, 400)).rejects.toMatchObject({
      name: 'InvalidVpnConnectionID.NotFound',
      message: "The vpnConnection ID 'vpn-1' does not exist",
      $fault: 'client',
    });
  });
});

async function exchange(operation: string, input: Structure, output: Structure): Promise<{ sent: string; received: Structure }> {
  return exchangeBody(operation, input, encodeResponse(operation, output, 'request-1'), 200);
}

/** Runs the SDK's command against an HTTP handler that answers with `body` and keeps what was sent. */
async function exchangeBody(operation: string, input: Structure, body: string, statusCode: number) {
  let sent = '';
  const client = new ec2.EC2Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async (request: HttpRequest) => {
        sent = String(request.body);
        return { response: new HttpResponse({ statusCode, headers: {}, body: Buffer.from(body) }) };
      },
    },
  });
  const commands = ec2 as unknown as Record<string, new (commandInput: Structure) => ec2.ModifyVpnConnectionCommand>;
  const { $metadata, ...received } = await client.send(new commands[`${operation}Command`](input));
  expect($metadata.httpStatusCode).toBe(statusCode);
  return { sent, received: received as Structure };
}

function schemasOf(operation: string): { input: NormalizedSchema; output: NormalizedSchema } {
  const schemas = ec2 as unknown as Record<string, [number, string, string, number, Reference, Reference]>;
  const [, , , , input, output] = schemas[`${operation}$`];
  return { input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) };
}

type Reference = Parameters<typeof NormalizedSchema.of>[0];

/** A value for each member, no two alike; a structure inside itself is left out. */
function sampleOf(schema: NormalizedSchema): Structure {
  let count = 0;

  function sample(each: NormalizedSchema, outer: readonly string[]): unknown {
    count += 1;
    if (each.isStructSchema()) return structure(each, outer);
    if (each.isListSchema()) return [1, 2].map(() => sample(each.getValueSchema(), outer)).filter((item) => item !== undefined);
    if (each.isTimestampSchema()) return new Date(Date.UTC(2026, 10, 20) + count * 1001);
    if (each.isBlobSchema()) return new Uint8Array(Buffer.from(`bytes ${count}`));
    if (each.isBooleanSchema()) return count % 2 === 0;
    if (each.isNumericSchema()) return count;
    return `text & <${count}>`;
  }

  function structure(each: NormalizedSchema, outer: readonly string[]): Structure | undefined {
    const name = String(each.getName(true));
    if (outer.includes(name)) return undefined;
    const members = [...each.structIterator()].map(([key, member]) => [key, sample(member, [...outer, name])] as const);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)));
  }

  return schema.isStructSchema() ? structure(schema, [])! : {};
}

function thrownBy(run: () => unknown): Pick<Ec2Error, 'code' | 'message' | 'status'> | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof Ec2Error)) throw error;
    return { code: error.code, message: error.message, status: error.status };
  }
}
