/** Direct Connect and Service Quotas as the function asks them, with a person's credentials, once for each question. */
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { OtherServices } from './not-asked';
import { REQUEST_BOUNDS } from '../../lambda/request-bounds';
import { DirectConnectReader } from '../../lambda/vpn-target-migration/services/direct-connect';
import { ServiceQuotasReader } from '../../lambda/vpn-target-migration/services/service-quotas';
import { DirectConnect, Quota } from '../../src/domain/observation';

export function otherServicesIn(region: string, profile?: string): OtherServices {
  const client = { region, ...profile === undefined ? {} : { profile }, requestHandler: REQUEST_BOUNDS };
  const directConnect = new DirectConnectReader(new DirectConnectClient(client));
  const serviceQuotas = new ServiceQuotasReader(new ServiceQuotasClient(client));
  const answers = new Map<string, Promise<unknown>>();
  // A move that is played looks more often than a person's account has to be asked.
  const once = async <T>(question: string, ask: () => Promise<T>): Promise<T> => {
    if (!answers.has(question)) answers.set(question, ask());
    return answers.get(question) as Promise<T>;
  };
  return {
    directConnect: async (ids) => once<DirectConnect>(`Direct Connect on ${ids.join()}`, async () => directConnect.on(ids)),
    quotas: async (names) => once<Quota[]>(`quotas ${names.join()}`, async () => serviceQuotas.quotas(names)),
  };
}
