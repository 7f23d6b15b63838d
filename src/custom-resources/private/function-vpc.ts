/** Functions in a VPC, be it by an option or by an aspect of the app: where they are, and what their roles may do for that. */
import { Aspects, AspectPriority, CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { FunctionRole } from './function-role';
import { once } from '../../private/once';
import { VpnCustomResourceOptions } from '../vpn-custom-resources';

type VpcOptions = Pick<VpnCustomResourceOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'>;

/** What Lambda does in the name of a function's role [Lambda guide, "Giving Lambda functions access to resources in an Amazon VPC"]. */
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
];

/** As a function of CDK takes it. */
export function vpcPropsFor(scope: Construct, options: VpcOptions): Pick<lambda.FunctionProps, keyof VpcOptions> {
  const { vpc, vpcSubnets, securityGroups } = options;
  if (vpc === undefined) return {};
  return { vpc, vpcSubnets, securityGroups: securityGroups ?? [securityGroupOf(Stack.of(scope), vpc)] };
}

/** A function that is in a VPC when the app is synthesized may make its network interfaces, however it has got there. */
export function placeFunction(made: lambda.Function, role: FunctionRole, { vpc, vpcSubnets }: VpcOptions): void {
  if (vpc !== undefined) {
    permitNetworkInterfaces(role);
    // It answers to an address that is reached through a route which the stack may only be making.
    made.node.addDependency(vpc.selectSubnets(vpcSubnets).internetConnectivityEstablished);
  }
  const element = made.node.defaultChild as lambda.CfnFunction;
  Aspects.of(made).add({ visit: (node) => (node === element && isInVpc(element) ? permitNetworkInterfaces(role) : undefined) }, {
    // After those of the app, of which one may be what puts it there.
    priority: AspectPriority.READONLY,
  });
}

const PERMITTED = new WeakSet<FunctionRole>();

/** None of these can be restricted to interfaces that do not exist yet; but the code of a function may use none of them. */
function permitNetworkInterfaces(role: FunctionRole): void {
  if (PERMITTED.has(role)) return;
  PERMITTED.add(role);
  const stack = Stack.of(role);
  const statement = (sid: string, props: iam.PolicyStatementProps) =>
    new iam.PolicyStatement({ sid, actions: NETWORK_INTERFACE_ACTIONS, resources: ['*'], ...props });
  role.permit(
    statement('VPCAccess', {}),
    statement('NoVPCAccessByCode', {
      effect: iam.Effect.DENY,
      // Only requests of a function's code have it. Not the one function: that comes after its role.
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': stack.formatArn({ service: 'lambda', resource: 'function:*' }) } },
    }),
  );
}

/** By its property, or by an override of that, which is private to the element. */
function isInVpc(element: CfnResource & Pick<lambda.CfnFunction, 'vpcConfig'>): boolean {
  const { rawOverrides } = element as unknown as { readonly rawOverrides: { readonly Properties?: object } };
  const { Properties: overrides = {} } = rawOverrides;
  return ('VpcConfig' in overrides ? overrides.VpcConfig : element.vpcConfig) !== undefined;
}

function securityGroupOf(stack: Stack, vpc: ec2.IVpc): ec2.ISecurityGroup {
  return once(stack, 'VpnCustomResourcesSecurityGroup', (_, id) => {
    const made = new ec2.SecurityGroup(stack, id, {
      vpc, description: 'Functions of VPN custom resources, which call AWS and are called by nobody', allowAllOutbound: false,
    });
    made.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'APIs of AWS');
    return made;
  });
}
