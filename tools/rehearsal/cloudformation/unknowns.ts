/**
 * What nobody here knows for certain of CloudFormation, as switches: one name for each question, its possible answers, and
 * where the question comes from. A rehearsal has to come out right under every setting. The first value is the default.
 *
 * Section numbers are those of the project's notes on CloudFormation and the CDK.
 */
import { deviationsOf, SettingsOf, settingsOf, Unknown } from '../unknowns';

export const CLOUDFORMATION_UNKNOWNS = {
  deleteOfAbsentVpnRoute: {
    question: 'What becomes of the delete of a VPN connection\'s route that is gone already.',
    values: ['succeeds', 'fails'],
    default: 'succeeds',
    source: '5, last paragraph [unverified]',
  },
  requestInFlightOnRollback: {
    question: 'Whether a custom resource\'s request under way when its stack rolls back is left at once, so that it and the rollback\'s own overlap.',
    values: ['is-left', 'is-awaited'],
    default: 'is-left',
    source: 'coverage-roadmap #1814; aws-cdk #31541',
  },
  rollbackOrder: {
    question: 'In which order the rollback of an update undoes: what others depend on first, as on the way forward, or last.',
    values: ['dependencies-first', 'dependents-first'],
    default: 'dependencies-first',
    source: 'documented nowhere; issue 4 item 8, "Rollback order is undocumented"',
  },
  failedUpdateOfNativeResource: {
    question: 'Whether a rollback updates a resource back whose own update failed, or takes it for unchanged; custom resources are updated back.',
    values: ['is-updated-back', 'is-left'],
    default: 'is-updated-back',
    source: 'aws-cdk docs/CLOUDFORMATION.md, resource lifecycle: "no-op rollback", and a second Update for custom resources',
  },
  idOfFailedUpdate: {
    question: 'What becomes of a new physical id in a custom resource\'s FAILED answer to an Update: ignored; adopted, so that the rollback\'s Update names it; '
      + 'or taken for a replacement, so that the rollback only deletes it.',
    values: ['adopted', 'ignored', 'deleted'],
    default: 'adopted',
    source: 'aws-cdk #13527 and #30012 saw it adopted; #17040 says that an unchanged id makes CloudFormation send the second Update',
  },
  replacedCustomResourceInRollback: {
    question: 'What a rollback sends to a custom resource whose Update had succeeded with a new physical id: an Update with the properties swapped and a '
      + 'Delete of the new id, or only the Delete.',
    values: ['is-updated-back', 'is-deleted'],
    default: 'is-updated-back',
    source: 'aws-cdk #29581 lists the Update; #17040 takes the Delete alone for what a replacement gets, as does stackoverflow 50599602; '
      + 'ministack #1624 and floci #3228 read it so',
  },
  deleteOfReplacedCustomResource: {
    question: 'When a rollback deletes the new physical id of a custom resource: in the clean-up after everything, or when it comes to the resource.',
    values: ['in-the-clean-up', 'in-its-turn'],
    default: 'in-the-clean-up',
    source: 'the user guide says of UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS that new resources are removed, and nothing of new ids of '
      + 'old ones; ministack #1624 deletes within the rollback',
  },
  resourceOfChangedAttributeInRollback: {
    question: 'Whether a rollback makes a resource anew that the deployment has not changed, when an attribute in its properties is another one by then '
      + 'than it was made with.',
    values: ['is-made-anew', 'is-left'],
    default: 'is-made-anew',
    source: 'documented nowhere; README "Without custom resources" tells what hangs on it',
  },
  deletesInCleanUp: {
    question: 'How often a clean-up asks for the deletion of what it could not delete.',
    values: ['three-times', 'once'],
    default: 'three-times',
    source: 'coverage-roadmap #744 "after three attempts"; aws-cdk-cli #1576 "retries 3 times", of the troubleshooting guide',
  },
  templateDuringUpdate: {
    question: 'Which template GetTemplate answers while a stack is being updated; while it rolls back, it is the one it returns to.',
    values: ['new', 'previous'],
    default: 'new',
    source: 'aws-cdk docs/CLOUDFORMATION.md says the new one; the GetTemplate API reference says nothing',
  },
  deletedResources: {
    question: 'Whether resources that a stack\'s deletion, or the rollback of its creation, has deleted are still described, as DELETE_COMPLETE.',
    values: ['described', 'not-described'],
    default: 'described',
    source: 'DescribeStackResource API reference: those of deleted stacks are, for 90 days; of a deletion under way it says nothing',
  },
  describeStackResourcesOfAbsentResource: {
    question: 'What DescribeStackResources answers for a logical id that the stack does not have.',
    values: ['ValidationError', 'nothing'],
    default: 'ValidationError',
    source: 'DescribeStackResources API reference: "to filter the returned result"; DescribeStackResource answers a ValidationError',
  },
  vpnConnectionSchema: {
    question: 'Whether the region\'s AWS::EC2::VPNConnection changes its gateways in place or is replaced.',
    values: ['gateways-in-place', 'gateways-create-only', 'only-gateways-in-place'],
    default: 'gateways-in-place',
    source: '1.2: in place in the regions that were looked at; GovCloud, China and others [unverified]; the tunnel options followed weeks after the gateways',
  },
  orderOfVpnConnectionUpdate: {
    question: 'In which order an update of a VPN connection makes ModifyVpnConnection and the calls that change its options.',
    values: ['gateways-first', 'options-first'],
    default: 'gateways-first',
    source: '1.2 names the three calls among the update handler\'s permissions, and no order [unverified]; peers 1.1: another provider\'s is gateways first',
  },
  tunnelsOfVpnConnectionUpdate: {
    question: 'For which tunnels an update of a VPN connection calls ModifyVpnTunnelOptions when the options of one have changed.',
    values: ['changed', 'all'],
    default: 'changed',
    source: 'documented nowhere; aws-vpn-behaviour 6: one tunnel in a call, available again before the next',
  },
  gatewaysOfVpnConnectionUpdate: {
    question: 'Which gateways an update of a VPN connection puts into ModifyVpnConnection: those that differ from the old model, or all of the new one.',
    values: ['changed', 'all'],
    default: 'changed',
    source: '5, after an out-of-band ModifyVpnConnection: "whether it re-sends the old gateway is [unverified]"',
  },
  vpnConnectionUpdateToPresentGateway: {
    question: 'Whether an update of a VPN connection calls ModifyVpnConnection when EC2 shows the connection on the wanted gateways already.',
    values: ['is-called', 'is-not-called'],
    default: 'is-called',
    source: '5 and 7.2 [unverified]; what EC2 would answer is its own unknown modifyToCurrentTarget',
  },
} as const satisfies Record<string, Unknown>;

export type UnknownName = keyof typeof CLOUDFORMATION_UNKNOWNS;
export type Unknowns = SettingsOf<typeof CLOUDFORMATION_UNKNOWNS>;

/** Every switch at its default, except the given ones. */
export function cloudFormationUnknowns(settings?: Partial<Unknowns>): Unknowns {
  return settingsOf(CLOUDFORMATION_UNKNOWNS, settings);
}

/** Every single deviation from the defaults. */
export function everyCloudFormationSetting(): Partial<Unknowns>[] {
  return deviationsOf(CLOUDFORMATION_UNKNOWNS);
}
