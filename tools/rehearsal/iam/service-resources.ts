/**
 * What IAM is asked for the operations of the services beside EC2: the resources that a call names, and the context keys
 * that go with each. From the Service Authorization Reference of each service.
 *
 * Where the reference lists resource types without a star, a call that names no resource of them is evaluated on `*`.
 * `aws:ResourceTag/…` needs a look at the resource itself and is not supplied.
 */
import { Location, PermissionRequest } from './ec2-resources';

/** Every condition key that can be in a request's context here. */
export const SERVICE_CONTEXT_KEYS: readonly string[] = [
  'events:source', 'events:detail-type', 'events:eventBusInvocation', 'servicequotas:service',
  'secretsmanager:SecretId', 'kms:ViaService', 'kms:EncryptionContext:SecretARN',
  // No call of a function's code is one on a network interface, of which alone a policy here makes it a condition.
  'lambda:SourceFunctionArn',
];

type Input = Readonly<Record<string, unknown>>;

/** [list_directconnect: dxcon, dxlag and dxvif, or dx-gateway, none of them required; a Direct Connect gateway has no region] */
export function directConnectPermissions(operation: string, input: Input, location: Location): PermissionRequest[] {
  const { partition, region, accountId } = location;
  const regional = `arn:${partition}:directconnect:${region}:${accountId}`;
  const named = [
    ...textOf(input.connectionId).map((id) => `${regional}:dxcon/${id}`),
    ...textOf(input.virtualInterfaceId).map((id) => `${regional}:dxvif/${id}`),
    ...textOf(input.directConnectGatewayId).map((id) => `arn:${partition}:directconnect::${accountId}:dx-gateway/${id}`),
  ];
  const resources = named.length === 0 ? ['*'] : named;
  return resources.map((resourceArn) => ({ action: `directconnect:${operation}`, resourceArn, context: everywhere(location) }));
}

/**
 * One entry of PutEvents [list_eventbridge: event-bus; events:source, events:detail-type and events:eventBusInvocation]. The
 * keys belong to an entry, so each is asked for by itself.
 */
export function putEventPermission(entry: Input, location: Location): PermissionRequest {
  return {
    action: 'events:PutEvents',
    resourceArn: eventBusArn(entry.EventBusName, location),
    context: {
      ...everywhere(location),
      ...Object.fromEntries(textOf(entry.Source).map((source) => ['events:source', source])),
      ...Object.fromEntries(textOf(entry.DetailType).map((detailType) => ['events:detail-type', detailType])),
      'events:eventBusInvocation': 'false',
    },
  };
}

/** A bus is named by its name or its ARN; absent it is the account's default one [PutEventsRequestEntry]. */
export function eventBusArn(nameOrArn: unknown, { partition, region, accountId }: Location): string {
  const [name = 'default'] = textOf(nameOrArn);
  return name.startsWith('arn:') ? name : `arn:${partition}:events:${region}:${accountId}:event-bus/${name}`;
}

/**
 * [list_cloudformation: stack* for everything about one stack; DescribeType has no resource type]. A stack that does not
 * exist has no id, so that only a pattern can allow to be told so.
 */
export function cloudFormationPermission(
  operation: string, stackNameOrId: string | undefined, stackId: string | undefined, location: Location,
): PermissionRequest {
  const { partition, region, accountId } = location;
  const action = `cloudformation:${operation}`;
  if (operation === 'DescribeType') return { action, resourceArn: '*', context: everywhere(location) };
  const named = stackNameOrId?.startsWith('arn:') ? stackNameOrId : `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackNameOrId ?? '*'}/*`;
  return { action, resourceArn: stackId ?? named, context: everywhere(location) };
}

/** [list_cloudwatch: alarm*]; composite alarms need a permission scoped to * [DescribeAlarms API reference]. */
export function describeAlarmsPermissions(input: Input, composite: boolean, location: Location): PermissionRequest[] {
  const names = Array.isArray(input.AlarmNames) && input.AlarmNames.length > 0 ? input.AlarmNames.map(String) : ['*'];
  const resources = composite ? ['*'] : names.map((name) => alarmArn(name, location));
  return resources.map((resourceArn) => ({ action: 'cloudwatch:DescribeAlarms', resourceArn, context: everywhere(location) }));
}

export function alarmArn(name: string, { partition, region, accountId }: Location): string {
  return `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`;
}

/** [list_service-quotas: quota, with servicequotas:service, for the applied value; nothing for AWS's default value] */
export function serviceQuotaPermission(operation: string, input: Input, location: Location): PermissionRequest {
  const action = `servicequotas:${operation}`;
  if (operation !== 'GetServiceQuota') return { action, resourceArn: '*', context: everywhere(location) };
  const service = String(input.ServiceCode);
  const resourceArn = quotaArn(service, String(input.QuotaCode), location);
  return { action, resourceArn, context: { ...everywhere(location), 'servicequotas:service': service } };
}

export function quotaArn(serviceCode: string, quotaCode: string, { partition, region, accountId }: Location): string {
  return `arn:${partition}:servicequotas:${region}:${accountId}:${serviceCode}/${quotaCode}`;
}

/**
 * [list_awssecretsmanager: Secret*, secretsmanager:SecretId]. With a key of the customer's, the service asks KMS in the caller's name: for
 * a data key and to decrypt it when a value is put, to decrypt when it is read [Secrets Manager user guide, Secret encryption and
 * decryption]. A secret that does not exist has no ARN, so that only a pattern can allow to be told so.
 */
export function secretsManagerPermissions(
  operation: string, input: Input, secret: { readonly arn: string; readonly kmsKeyId?: string } | undefined, location: Location,
): PermissionRequest[] {
  const { partition, region, accountId } = location;
  const secretId = String(input.SecretId);
  const resourceArn = secret?.arn ?? (secretId.startsWith('arn:') ? secretId : `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${secretId}-??????`);
  const own = { action: `secretsmanager:${operation}`, resourceArn, context: { ...everywhere(location), 'secretsmanager:SecretId': secretId } };
  if (secret?.kmsKeyId === undefined) return [own];
  const key = secret.kmsKeyId.startsWith('arn:') ? secret.kmsKeyId : `arn:${partition}:kms:${region}:${accountId}:key/${secret.kmsKeyId}`;
  const context = { ...everywhere(location), 'kms:ViaService': `secretsmanager.${region}.amazonaws.com`, 'kms:EncryptionContext:SecretARN': secret.arn };
  const actions = operation === 'PutSecretValue' ? ['kms:GenerateDataKey', 'kms:Decrypt'] : ['kms:Decrypt'];
  return [own, ...actions.map((action) => ({ action, resourceArn: key, context }))];
}

function everywhere({ region }: Location): PermissionRequest['context'] {
  return { 'aws:RequestedRegion': region };
}

function textOf(value: unknown): string[] {
  return typeof value === 'string' && value !== '' ? [value] : [];
}
