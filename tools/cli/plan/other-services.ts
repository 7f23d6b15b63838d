/** The services beside EC2 as the function asks them, with a person's credentials. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { CreateOnly } from './approaches';
import { OtherServices } from './unqueried-services';
import { REQUEST_BOUNDS } from '../../../lambda/aws/request-bounds';
import { CloudFormationStack } from '../../../lambda/aws/services/cloudformation-stack';
import { DirectConnectReader } from '../../../lambda/aws/services/direct-connect';
import { ServiceQuotasReader } from '../../../lambda/aws/services/service-quotas';
import { DirectConnect, Quota } from '../../../lambda/engine/observation';

/** Each question is asked once. */
export function otherServicesIn(region: string, profile?: string): OtherServices {
  const client = clientOptions(region, profile);
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

/** By the edition of the connection's schema that is in force in the region. */
export async function createOnlyIn(region: string, profile?: string): Promise<CreateOnly> {
  try {
    return await new CloudFormationStack(new CloudFormationClient(clientOptions(region, profile))).createOnlyProperties();
  } catch (error) {
    return { unreadable: (error as Error).message };
  }
}

function clientOptions(region: string, profile?: string) {
  return { region, ...profile === undefined ? {} : { profile }, requestHandler: REQUEST_BOUNDS };
}
