/**
 * What nobody outside AWS knows for certain about the services beside EC2, as switches: one name for each question, its
 * possible answers, and where the question comes from. The first value is the default.
 */
import { deviationsOf, SettingsOf, settingsOf, Unknown } from '../unknowns';

export const SERVICE_UNKNOWNS = {
  directConnectAbsentGateway: {
    question: 'How a virtual interface shows the kind of gateway it is not on: virtualGatewayId or directConnectGatewayId.',
    values: ['empty', 'absent'],
    default: 'empty',
    source: 'AWS CLI describe-virtual-interfaces example: "virtualGatewayId": "" of a public interface; the other member is not shown',
  },
  putEventsSizeLimit: {
    question: 'What may be how large in a request of PutEvents.',
    values: ['256-KB-in-total', '256-KB-each-entry', '1-MB-in-total'],
    default: '256-KB-in-total',
    source: 'EventBridge user guide eb-putevent-size (256 KB), an API reference that says "event entry", the SDK 3.1169 that says 1 MB in total',
  },
  putEventsDenial: {
    question: 'Whether PutEvents that a role may not do fails as a whole or entry by entry.',
    values: ['request', 'entry'],
    default: 'request',
    source: 'PutEventsResultEntry.ErrorCode lists AccessDeniedException; identity-based denials are documented nowhere',
  },
  eventToAbsentBus: {
    question: 'What becomes of an event for a bus that does not exist.',
    values: ['dropped', 'ResourceNotFoundException'],
    default: 'dropped',
    source: 'PutEvents documents neither error nor entry error code for it',
  },
  compositeAlarmsWithoutPermission: {
    question: 'What DescribeAlarms answers for composite alarms to somebody whose permission is not scoped to *.',
    values: ['AccessDenied', 'omitted'],
    default: 'AccessDenied',
    source: 'DescribeAlarms API reference: "You can\'t return information about composite alarms", no code',
  },
  quotaNeverRaised: {
    question: 'What GetServiceQuota answers for a quota that still has its default value.',
    values: ['default-value', 'NoSuchResourceException'],
    default: 'default-value',
    source: 'GetServiceQuota API reference: "For some quotas, only the default values are available", not which',
  },
  rightsGrantedMomentsAgo: {
    question: 'Whether a service refuses for a minute what a policy, or a trust policy, has come to grant to the role of a function.',
    values: ['in-force', 'refused-for-a-minute'],
    default: 'in-force',
    source: 'IAM user guide, troubleshoot general: "Changes that I make are not always immediately visible"; how long that may last is not said',
  },
} as const satisfies Record<string, Unknown>;

export type ServiceUnknownName = keyof typeof SERVICE_UNKNOWNS;
export type ServiceUnknowns = SettingsOf<typeof SERVICE_UNKNOWNS>;

/** Every switch at its default, except the given ones. */
export function serviceUnknowns(settings?: Partial<ServiceUnknowns>): ServiceUnknowns {
  return settingsOf(SERVICE_UNKNOWNS, settings);
}

/** Every single deviation from the defaults. */
export function everyServiceSetting(): Partial<ServiceUnknowns>[] {
  return deviationsOf(SERVICE_UNKNOWNS);
}
