/**
 * Bugs on purpose, as what they make of a template before it is deployed: a story that is told with one has to violate something. Each
 * has a seed that finds it.
 */
import { Plant } from './story';
import { Template, TemplateResource } from '../../../rehearsal/cloudformation/template';

export interface PlantedDefect {
  readonly name: string;
  readonly about: string;
  readonly seed: number;
  readonly plant: Plant;
}

type Change = (resource: TemplateResource, logicalId: string, path: string) => TemplateResource | undefined;

/** What it makes of each resource; nothing takes the resource away. */
function changing(type: RegExp, change: Change): Plant {
  return (template) => ({
    ...template,
    Resources: Object.fromEntries(Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
      const { Metadata: metadata } = resource as { Metadata?: Record<string, string> };
      const changed = type.test(resource.Type) ? change(resource, logicalId, metadata?.['aws:cdk:path'] ?? '') : resource;
      return changed === undefined ? [] : [[logicalId, changed]];
    })),
  });
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
    name: 'connection-before-its-guard', seed: 0, about: 'the connection does not wait for the custom resource that clears its way',
    plant: changing(CONNECTION, (resource) => ({ ...resource, DependsOn: undefined })),
  },
  {
    name: 'no-right-to-static-routes', seed: 0, about: 'the role of the custom resources may not delete static routes',
    plant: withoutRight('ec2:DeleteVpnConnectionRoute'),
  },
  {
    name: 'no-right-to-tags', seed: 0, about: 'the function may set no tags', plant: withoutRight('ec2:CreateTags'),
  },
  {
    name: 'no-right-to-look', seed: 0, about: 'the function may not look attachments up', plant: withoutRight('ec2:DescribeTransitGatewayAttachments'),
  },
  {
    name: 'both-tunnels-not-compared', seed: 0, about: 'the custom resource is not told the options of the tunnels',
    plant: withoutProperty(/VpnTargetChangeBefore$/, 'TunnelOptions'),
  },
  {
    name: 'connection-not-retained', seed: 0, about: 'the connection goes with its stack',
    plant: changing(CONNECTION, (resource) => ({ ...resource, DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' })),
  },
  {
    name: 'customer-gateway-deleted-in-rollbacks', seed: 0, about: 'the customer gateway is deleted when its creation is rolled back, whosever it is',
    plant: changing(/CustomerGateway$/, (resource) => (resource.DeletionPolicy === 'Retain' ? { ...resource, DeletionPolicy: 'RetainExceptOnCreate' } : resource)),
  },
  {
    name: 'look-up-without-routing', seed: 0, about: 'the look-up does not run again when what leads to the attachment changes',
    plant: withoutProperty(/TransitGatewayVpnAttachment$/, 'Routing'),
  },
  {
    name: 'look-up-without-gateway', seed: 0, about: 'the logical id of the look-up does not hold the gateway',
    plant: renaming(/Attachmenttgw[0-9a-f]{17}[0-9A-F]{8}/g, 'Attachment'),
  },
  {
    name: 'association-without-gateway', seed: 0, about: 'the logical id of the association does not hold the gateway',
    plant: renaming(/Associationtgw[0-9a-f]{17}[0-9A-F]{8}/g, 'Association'),
  },
  {
    name: 'no-tag', seed: 0, about: 'the connection has no tag by which the role knows it',
    plant: withoutProperty(CONNECTION, 'Tags'),
  },
  {
    name: 'no-last-part', seed: 0, about: 'nobody sees in the clean-up that every route is there',
    plant: changing(/VpnTargetChangeLast$/, () => undefined),
  },
  {
    name: 'no-second-part', seed: 0, about: 'nobody waits for the routes', plant: changing(/VpnTargetChangeAfter$/, () => undefined),
  },
  {
    name: 'rights-changed-in-place', seed: 0, about: 'the policy of tags has the same logical id whatever its content',
    plant: renaming(/ResourcesTagging([0-9A-F]{8})[0-9A-F]{8}/g, 'ResourcesTagging$1'),
  },
  {
    name: 'create-only-without-digest', seed: 0, about: 'the logical id of the connection does not hold its create-only values',
    plant: renaming(/(Vpn[0-9][xy]*)[0-9a-f]{8}([0-9A-F]{8})/g, '$1$2'),
  },
  {
    name: 'device-named-by-path', seed: 0, about: 'the customer gateway is named by its construct, and replaced with a rename',
    plant: changing(/CustomerGateway$/, (resource, _, path) => ({ ...resource, Properties: { ...resource.Properties, DeviceName: path } })),
  },
  {
    name: 'blackholes-forgotten', seed: 0, about: 'a blackhole route is not made',
    plant: changing(/TransitGatewayRoute$/, (resource) => (resource.Properties?.Blackhole === true ? undefined : resource)),
  },
  {
    name: 'static-route-retained', seed: 0, about: 'a route is kept when its connection goes',
    plant: changing(/^AWS::EC2::TransitGatewayRoute$/, (resource) => ({ ...resource, DeletionPolicy: 'Retain' })),
  },
];
