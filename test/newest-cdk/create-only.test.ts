/**
 * Which properties CloudFormation cannot change in place, according to the schemas of AWS that the newest aws-cdk-lib carries.
 * The day AWS changes that, this fails: the documentation of the properties, the guards and the refusals rest on it.
 */
import { createRequire } from 'node:module';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CREATE_ONLY_PROPERTIES } from '../../src/contract/create-only-properties';
import { ids } from '../constructs/construct-fixtures';
import { l1Properties } from '../documented/l1-properties';

interface Diagnostic {
  readonly ruleId: string;
  readonly propertyPath?: string;
  readonly context?: { readonly extra?: { readonly replacement_strategy?: string } };
}

interface Validator {
  readonly RegoEngine: new (config: object) => {
    validateTemplate(template: unknown): { readonly diagnostics: Diagnostic[] };
    free(): void;
  };
  readonly TemplateContent: new (content: string) => unknown;
}

/** "Create-only property updated triggers resource replacement". */
const CREATE_ONLY_RULE = 'I9001';

/** Every property set, as the rule speaks of properties that a template has. */
const EVERYTHING: Required<ec2.CfnVPNConnectionProps> = {
  type: 'ipsec.1',
  customerGatewayId: ids.cgw,
  vpnGatewayId: ids.vgw,
  transitGatewayId: ids.tgw,
  vpnConcentratorId: 'vcn-0a1b2c3d4e5f60718',
  staticRoutesOnly: true,
  enableAcceleration: false,
  tunnelBandwidth: 'standard',
  outsideIpAddressType: 'PublicIpv4',
  transportTransitGatewayAttachmentId: 'tgw-attach-0a1b2c3d4e5f60718',
  tunnelInsideIpVersion: 'ipv4',
  localIpv4NetworkCidr: '10.1.0.0/16',
  remoteIpv4NetworkCidr: '10.2.0.0/16',
  localIpv6NetworkCidr: '2001:db8:1::/48',
  remoteIpv6NetworkCidr: '2001:db8:2::/48',
  preSharedKeyStorage: 'Standard',
  tags: [{ key: 'Name', value: 'Berlin' }],
  vpnTunnelOptionsSpecifications: [{ tunnelInsideCidr: '169.254.10.0/30' }],
};

function createOnlyDiagnostics(): Diagnostic[] {
  const stack = new Stack(new App(), 'Stack');
  new ec2.CfnVPNConnection(stack, 'Vpn', EVERYTHING);
  const validator = createRequire(require.resolve('aws-cdk-lib/package.json'))('@aws/cloudformation-validate') as Validator;
  const engine = new validator.RegoEngine({});
  try {
    const { diagnostics } = engine.validateTemplate(new validator.TemplateContent(JSON.stringify(Template.fromStack(stack).toJSON())));
    return diagnostics.filter(({ ruleId }) => ruleId === CREATE_ONLY_RULE);
  } finally {
    engine.free();
  }
}

test('the newest L1 has no property that is not asked about', () => {
  expect(Object.keys(EVERYTHING).sort()).toEqual(l1Properties('aws-cdk-lib-newest', 'CfnVPNConnectionProps'));
});

test('the properties that replace the connection are these, and its gateways are none of them', () => {
  const createOnly = createOnlyDiagnostics().map(({ propertyPath }) => propertyPath?.replace(/^.*Properties\./, '')).sort();

  expect(createOnly).toEqual(CREATE_ONLY_PROPERTIES);
});

test('a replaced connection is deleted before the other is made, so that its outside addresses are gone', () => {
  expect(new Set(createOnlyDiagnostics().map(({ context }) => context?.extra?.replacement_strategy))).toEqual(new Set(['delete_then_create']));
});
