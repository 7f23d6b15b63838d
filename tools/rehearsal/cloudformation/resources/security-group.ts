/** AWS::EC2::SecurityGroup in a VPC: made and deleted as a resource. No packet is filtered here. */
import { lettersOf } from '../../lambda-runtime/identifiers';
import { text } from '../properties';
import { ResourceType, Services } from '../resource-type';
import { checkCount, checkLength } from '../service-limits';
import { Properties } from '../template';
import { call } from './ec2-calls';

/** [CreateSecurityGroup: GroupDescription; VPC user guide, "Amazon VPC quotas": rules of a security group] */
const DESCRIPTION_LENGTH_MAX = 255;
const RULES_MAX = 60;

export function securityGroup(services: Services): ResourceType {
  return {
    properties: {
      GroupDescription: 'create-only', GroupName: 'create-only', VpcId: 'create-only', SecurityGroupEgress: 'mutable', SecurityGroupIngress: 'mutable',
      Tags: 'mutable',
    },
    // Outside of a VPC there have been none since EC2-Classic was retired.
    required: ['GroupDescription', 'VpcId'],
    attributes: ['GroupId', 'Id', 'VpcId'],
    create: async ({ properties, generatedName }) => {
      checkLength('Ec2', 'groupDescription', text(properties, 'GroupDescription'), DESCRIPTION_LENGTH_MAX);
      checkRules(properties);
      const vpcId = text(properties, 'VpcId');
      call(services, 'DescribeVpcs', { VpcIds: [vpcId] });
      const id = `sg-0${lettersOf(16, 'security-group', generatedName()).toLowerCase()}`;
      return { physicalId: id, attributes: { GroupId: id, Id: id, VpcId: vpcId } };
    },
    update: async ({ current, properties }) => {
      checkRules(properties);
      return current;
    },
    delete: async () => undefined,
  };
}

function checkRules(properties: Properties): void {
  for (const name of ['SecurityGroupEgress', 'SecurityGroupIngress']) checkCount('Ec2', name, (properties[name] ?? []) as unknown[], RULES_MAX);
}
