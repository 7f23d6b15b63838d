/**
 * Bugs on purpose, as what they make of a template before it is deployed: a story that is told with one has to violate something. Each
 * has a seed that finds it.
 */
import { BYSTANDER } from './app';
import { Plant } from './story';
import { Template, TemplateResource } from '../../../tools/rehearsal/cloudformation/template';

export interface PlantedDefect {
  readonly name: string;
  readonly about: string;
  readonly seed: number;
  readonly plant: Plant;
}

/** What it makes of each resource. */
function changing(type: RegExp, change: (resource: TemplateResource, template: Template) => TemplateResource): Plant {
  return (template) => ({
    ...template,
    Resources: Object.fromEntries(Object.entries(template.Resources)
      .map(([logicalId, resource]) => [logicalId, type.test(resource.Type) ? change(resource, template) : resource])),
  });
}

/** Resources with this property and nobody's dependency on them. */
function without(type: RegExp, is: (resource: TemplateResource) => boolean = () => true): Plant {
  return (template) => {
    const all = Object.entries(template.Resources);
    const gone = all.filter(([, resource]) => type.test(resource.Type) && is(resource)).map(([logicalId]) => logicalId);
    const left = all.filter(([logicalId]) => !gone.includes(logicalId))
      .map(([logicalId, resource]) => [logicalId, { ...resource, DependsOn: others(resource, gone) }] as const);
    return { ...template, Resources: Object.fromEntries(left) };
  };
}

function others({ DependsOn: needed = [] }: TemplateResource, gone: readonly string[]): string[] {
  return [needed].flat().filter((logicalId) => !gone.includes(logicalId));
}

function withoutProperty(type: RegExp, property: string): Plant {
  return changing(type, (resource) => ({ ...resource, Properties: { ...resource.Properties, [property]: undefined } }));
}

/** Logical ids, wherever they are named. */
function renaming(pattern: RegExp, name: string): Plant {
  return (template) => JSON.parse(JSON.stringify(template).replace(pattern, name)) as Template;
}

/** A statement of any policy that allows the action. */
function withoutRight(action: string): Plant {
  return (template) => JSON.parse(JSON.stringify(template).replaceAll(`"${action}"`, '"ec2:DescribeRegions"')) as Template;
}

const CONNECTION = /^AWS::EC2::VPNConnection$/;

export const PLANTED_DEFECTS: readonly PlantedDefect[] = [
  {
    name: 'connection-before-its-guard', seed: 288, about: 'the connection does not wait for the custom resource that clears its way',
    plant: changing(CONNECTION, (resource) => ({ ...resource, DependsOn: undefined })),
  },
  {
    name: 'no-right-to-static-routes', seed: 288, about: 'the role of the custom resources may not delete static routes',
    plant: withoutRight('ec2:DeleteVpnConnectionRoute'),
  },
  {
    name: 'no-right-to-tags', seed: 69, about: 'the function may set no tags', plant: withoutRight('ec2:CreateTags'),
  },
  {
    name: 'no-right-to-look', seed: 3, about: 'the function may not look attachments up', plant: withoutRight('ec2:DescribeTransitGatewayAttachments'),
  },
  {
    name: 'both-tunnels-not-compared', seed: 144, about: 'the custom resource is not told the options of the tunnels',
    plant: withoutProperty(/VpnTargetChangeBefore$/, 'TunnelOptions'),
  },
  {
    name: 'connection-not-retained', seed: 2, about: 'the connection goes with its stack',
    plant: changing(CONNECTION, (resource) => ({ ...resource, DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' })),
  },
  {
    name: 'customer-gateway-deleted-in-rollbacks', seed: 13, about: 'the customer gateway is deleted when its creation is rolled back, whosever it is',
    plant: changing(/CustomerGateway$/, (resource) => (resource.DeletionPolicy === 'Retain' ? { ...resource, DeletionPolicy: 'RetainExceptOnCreate' } : resource)),
  },
  {
    name: 'look-up-without-routing', seed: 64, about: 'the look-up does not run again when what leads to the attachment changes',
    plant: withoutProperty(/TransitGatewayVpnAttachment$/, 'Routing'),
  },
  {
    name: 'no-tag', seed: 288, about: 'the connection has no tag by which the role knows it',
    plant: withoutProperty(CONNECTION, 'Tags'),
  },
  {
    name: 'no-last-part', seed: 320, about: 'nobody sees in the clean-up that every route is there',
    plant: without(/VpnTargetChangeLast$/),
  },
  {
    name: 'rights-changed-in-place', seed: 438, about: 'the policy of tags has the same logical id whatever its content',
    plant: renaming(/ResourcesTagging([0-9A-F]{8})[0-9A-F]{8}/g, 'ResourcesTagging$1'),
  },
  {
    name: 'create-only-without-digest', seed: 20, about: 'the logical id of the connection does not hold its create-only values',
    plant: renaming(/(Vpn[0-9][xy]*(?:Connection|CustomerGateway))[0-9a-f]{8}[0-9A-F]{8}/g, '$1'),
  },
  {
    name: 'device-named-anew', seed: 7, about: 'the customer gateway has another name in each deployment',
    plant: changing(/CustomerGateway$/, (resource, template) => {
      const { RetentionInDays: another } = template.Resources[BYSTANDER].Properties ?? {};
      return { ...resource, Properties: { ...resource.Properties, DeviceName: `device-${String(another)}` } };
    }),
  },
  {
    name: 'blackholes-forgotten', seed: 1, about: 'a blackhole route is not made',
    plant: without(/TransitGatewayRoute$/, ({ Properties: properties }) => properties?.Blackhole === true),
  },
  {
    name: 'static-route-retained', seed: 3, about: 'a route is kept when its connection goes',
    plant: changing(/^AWS::EC2::TransitGatewayRoute$/, (resource) => ({ ...resource, DeletionPolicy: 'Retain' })),
  },
];
