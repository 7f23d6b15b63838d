/**
 * Keeps the configuration of a connection's device in a secret: reads it from EC2 when the resource is made or changed, and puts it there.
 *
 * Nothing of it is answered to CloudFormation. A Delete has nothing to do: what is to become of the secret, its own resource says.
 */
import { createHash } from 'node:crypto';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readConfigurationXml, UnreadableConfiguration } from './ec2/configuration-xml';
import { Ec2Network } from './ec2/network';
import { keepConfiguration } from './keep-configuration';
import { SecretsManager } from './services/secrets-manager';
import { fromConfigurationProperties } from '../../src/contract/device-configuration/declaration';
import { ConnectionEnds } from '../../src/contract/device-configuration/device-tunnel';
import { UnfitForDevice } from '../../src/contract/device-configuration/unfit-for-device';
import { printable } from '../../src/contract/printable-text';
import { REQUEST_BOUNDS } from '../aws/request-bounds';
import { ResourceEvent } from '../custom-resource/event';
import { customResource } from '../custom-resource/handler';
import { isLogged } from '../custom-resource/log-level';
import { nothingToDo, ResourceRequest } from '../custom-resource/request';

const world = {
  network: new Ec2Network(new EC2Client({ requestHandler: REQUEST_BOUNDS })),
  secrets: new SecretsManager(new SecretsManagerClient({ requestHandler: REQUEST_BOUNDS })),
  readXml,
  note: (text: string) => (isLogged('INFO') ? console.log(printable(text)) : undefined),
};

/** The secret is what the resource is about: with another one it is another resource. */
function requestOf({ RequestType, RequestId, PhysicalResourceId, ResourceProperties }: ResourceEvent): ResourceRequest {
  if (RequestType === 'Delete') return nothingToDo(PhysicalResourceId!);
  const declaration = fromConfigurationProperties(ResourceProperties);
  // 64 characters, which Secrets Manager takes, whatever CloudFormation's ids look like.
  const token = createHash('sha256').update(RequestId).digest('hex');
  return { physicalId: declaration.secretArn, attempt: async (waitedMs) => keepConfiguration({ declaration, token, waitedMs }, world) };
}

export const handler = customResource(requestOf);

/** Its errors name elements and never what is in them. */
function readXml(xml: string): ConnectionEnds {
  try {
    return readConfigurationXml(xml);
  } catch (error) {
    if (!(error instanceof UnreadableConfiguration)) throw error;
    throw new UnfitForDevice(error.message, 'Choose another format, and report this.');
  }
}
