/** Reads a connection's configuration once it is what it is to be, and keeps it in its secret. */
import { CallFailure, ConnectionWithConfiguration, Network, ReadXml, Secrets } from './ports';
import { renderedFiles } from './rendering';
import { ConfigurationDeclaration } from '../../src/contract/device-configuration/declaration';
import { UnfitForDevice } from '../../src/contract/device-configuration/unfit-for-device';
import { mayPass } from '../aws/failure-kind';
import { COMPLETE, MayPass, notYet, Progress } from '../custom-resource/request';
import { deviceTypeIdOf } from '../engine/device-configuration/device-type';
import { readinessOf } from '../engine/device-configuration/readiness';

export interface Request {
  readonly declaration: ConfigurationDeclaration;
  /** The same for every delivery of one request. */
  readonly token: string;
  /** Since the request was first attempted. */
  readonly waitedMs: number;
}

export interface World {
  readonly network: Network;
  readonly secrets: Secrets;
  readonly readXml: ReadXml;
  /** A line for whoever reads the function's log. */
  readonly note: (text: string) => void;
}

/** What Secrets Manager takes: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const VALUE_BYTES_MAX = 65_536;

/** @throws an error that names the connection and the cause, and holds nothing of a configuration */
export async function keepConfiguration(request: Request, world: World): Promise<Progress> {
  const doing = `keeping the device's configuration of ${request.declaration.vpnConnectionId}`;
  try {
    const why = await attempt(request, world);
    return why === undefined ? COMPLETE : notYet(`${doing}: ${why}`);
  } catch (error) {
    const message = `${doing}: ${wordsOf(error)}`;
    throw error instanceof CallFailure && mayPass(error.kind, request.waitedMs) ? new MayPass(message) : new Error(message);
  }
}

/** Nothing when it is kept; otherwise why it is not yet. */
async function attempt({ declaration, token, waitedMs }: Request, world: World): Promise<string | undefined> {
  const { network, secrets, note } = world;
  const seen = await network.connection(declaration.vpnConnectionId);
  const readiness = known(() => readinessOf(seen, declaration, waitedMs));
  if (readiness.kind === 'wait') return readiness.why;
  const configuration = await configurationOf(seen!, declaration, world);
  if (configuration === '') return `EC2 shows no configuration of ${declaration.vpnConnectionId}`;
  requireRoom(configuration);
  await secrets.put(declaration.secretArn, token, configuration);
  if (readiness.note !== undefined) note(`${readiness.note}: the configuration is that of the connection as it stands`);
  return undefined;
}

async function configurationOf(
  connection: ConnectionWithConfiguration, { vpnConnectionId, format }: ConfigurationDeclaration, { network, readXml }: World,
): Promise<string> {
  const { xml = '' } = connection;
  if (format.kind === 'xml' || (xml === '' && format.kind === 'files')) return xml;
  if (format.kind === 'files') return renderedFiles(connection, format, readXml);
  const { device, ikeVersion, sampleType } = format;
  const offered = await network.deviceTypes();
  return network.sample({ vpnConnectionId, deviceTypeId: known(() => deviceTypeIdOf(device, offered)), ikeVersion, sampleType });
}

function requireRoom(configuration: string): void {
  const bytes = new TextEncoder().encode(configuration).length;
  if (bytes <= VALUE_BYTES_MAX) return;
  throw new OwnFailure(`the configuration has ${bytes} bytes, and a secret holds at most ${VALUE_BYTES_MAX}; choose another type of device`);
}

/** An error whose words are our own, made of nothing that holds a key. */
class OwnFailure extends Error {}

function known<T>(decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    throw new OwnFailure(error instanceof Error ? error.message : 'failed');
  }
}

/** Anybody else's words may quote a configuration. */
function wordsOf(error: unknown): string {
  if (error instanceof CallFailure || error instanceof OwnFailure) return error.message;
  if (error instanceof UnfitForDevice) return `${error.message}. ${error.nextStep}${error.setting === undefined ? '' : ` (\`${error.setting}\`)`}`;
  return `the function failed (${error instanceof Error ? error.constructor.name : typeof error}); nothing of it is said here, as it may hold a key`;
}
