/** Endpoints and SDK clients for the stories about the services beside EC2; whatever was opened is closed after each test. */
import { VirtualClock } from '../../tools/rehearsal/clock';
import { Faults } from '../../tools/rehearsal/faults';
import { PolicyAuthorizer } from '../../tools/rehearsal/iam/policy-authorizer';
import { LoopbackEndpointProps } from '../../tools/rehearsal/loopback-endpoint';

export const START = Date.UTC(2026, 10, 20, 10, 0, 0);

interface Endpoint {
  listen(): Promise<string>;
  close(): Promise<void>;
}

interface Client {
  destroy(): void;
}

export interface ClientConfiguration {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const opened: { readonly endpoints: Endpoint[]; readonly clients: Client[] } = { endpoints: [], clients: [] };

afterEach(async () => {
  for (const client of opened.clients.splice(0)) client.destroy();
  await Promise.all(opened.endpoints.splice(0).map(async (endpoint) => endpoint.close()));
});

/** An endpoint that knows an operator who may do everything and, by `clientOf`, a role that may do what a policy says. */
export async function rehearsalOf<E extends Endpoint, C extends Client>(
  makeEndpoint: (common: LoopbackEndpointProps & { readonly clock: VirtualClock }) => E,
  makeClient: (configuration: ClientConfiguration) => C,
) {
  const authorizer = new PolicyAuthorizer();
  authorizer.registerAdministrator('AKIDADMIN', 'operator');
  const clock = new VirtualClock(START);
  const faults = new Faults();
  const endpoint = makeEndpoint({ clock, authorizer, faults, region: 'eu-central-1' });
  opened.endpoints.push(endpoint);
  const url = await endpoint.listen();
  const clientFor = (accessKeyId: string) => {
    const credentials = { accessKeyId, secretAccessKey: 'secret' };
    const client = makeClient({ endpoint: url, region: 'eu-central-1', maxAttempts: 1, credentials });
    opened.clients.push(client);
    return client;
  };
  const clientOf = (statement: object) => {
    authorizer.register('AKIDROLE', 'mover', [{ Statement: { Effect: 'Allow', ...statement } }]);
    return clientFor('AKIDROLE');
  };
  return { endpoint, url, clock, faults, authorizer, clientFor, clientOf, client: clientFor('AKIDADMIN') };
}
