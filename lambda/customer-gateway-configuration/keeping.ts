/** Reads a connection's configuration once it is what it is to be, and keeps it in its secret. */
import { CallFailure, ConnectionWithConfiguration, Network, ReadXml, Secrets } from './ports';
import { renderedFiles } from './rendering';
import { ConfigurationDeclaration } from '../../src/domain/device-configuration/declaration';
import { deviceTypeIdOf } from '../../src/domain/device-configuration/device-type';
import { readinessOf } from '../../src/domain/device-configuration/readiness';
import { UnfitForDevice } from '../../src/domain/device-configuration/unfit-for-device';

export interface Request {
  readonly declaration: ConfigurationDeclaration;
  /** The same for every delivery of one request. */
  readonly token: string;
  /** Since the request came. */
  readonly waitedMs: number;
}

export interface World {
  readonly network: Network;
  readonly secrets: Secrets;
  readonly readXml: ReadXml;
  /** A line for whoever reads the function's log. */
  readonly remark: (text: string) => void;
}

/** Made moments ago, a permission may not be known everywhere yet. */
const RIGHTS_SPREAD_MS = 120_000;

/** EC2 has been seen to take half an hour for a connection [H, TF]; below the time after which the framework gives up without a reason. */
const PATIENCE_MS = 35 * 60_000;

/** What Secrets Manager takes: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const VALUE_BYTES_MAX = 65_536;

/**
 * @returns whether the secret holds the configuration now; if not, it is to be asked again
 * @throws an error that names the connection and the cause, and holds nothing of a configuration
 */
export async function keepConfiguration(request: Request, world: World): Promise<boolean> {
  const { vpnConnectionId } = request.declaration;
  const why = await attempt(request, world).catch((error: unknown) => {
    if (mayPass(error, request.waitedMs)) return error.message;
    throw new Error(`keeping the device's configuration of ${vpnConnectionId}: ${wordsOf(error)}`);
  });
  if (why === undefined) return true;
  if (request.waitedMs > PATIENCE_MS) {
    throw new Error(`keeping the device's configuration of ${vpnConnectionId}: after ${PATIENCE_MS / 60_000} minutes still, ${why};`
      + ' mend that, and deploy again with another `refresh`');
  }
  return false;
}

/** Nothing when it is kept; otherwise why it is not yet. */
async function attempt({ declaration, token, waitedMs }: Request, world: World): Promise<string | undefined> {
  const { network, secrets, remark } = world;
  const seen = await network.connection(declaration.vpnConnectionId);
  const readiness = known(() => readinessOf(seen, declaration, waitedMs));
  if (readiness.kind === 'wait') return readiness.why;
  const configuration = await configurationOf(seen!, declaration, world);
  if (configuration === '') return `EC2 shows no configuration of ${declaration.vpnConnectionId}`;
  requireRoom(configuration);
  await secrets.put(declaration.secretArn, token, configuration);
  if (readiness.remark !== undefined) remark(`${readiness.remark}: the configuration is that of the connection as it stands`);
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
  throw new SaidByUs(`the configuration has ${bytes} bytes, and a secret holds at most ${VALUE_BYTES_MAX}; choose another type of device`);
}

/** An error whose words are our own, made of nothing that holds a key. */
class SaidByUs extends Error {}

function known<T>(decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    throw new SaidByUs(error instanceof Error ? error.message : 'failed');
  }
}

function mayPass(error: unknown, waitedMs: number): error is CallFailure {
  if (!(error instanceof CallFailure)) return false;
  return error.kind === 'passing' || (error.kind === 'denied' && waitedMs < RIGHTS_SPREAD_MS);
}

/** Anybody else's words may quote a configuration. */
function wordsOf(error: unknown): string {
  if (error instanceof CallFailure || error instanceof SaidByUs) return error.message;
  if (error instanceof UnfitForDevice) return `${error.message}. ${error.nextStep}${error.setting === undefined ? '' : ` (\`${error.setting}\`)`}`;
  return `the function failed (${error instanceof Error ? error.constructor.name : typeof error}); nothing of it is said here, as it may hold a key`;
}
