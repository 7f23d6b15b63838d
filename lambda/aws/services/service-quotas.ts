/** What Service Quotas says of this account. A quota that it does not tell is no reason to stop: the domain knows what AWS documents. */
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { QuotaName, QUOTAS } from '../../../src/contract/quotas';
import { Quota } from '../../engine/observation';
import { ifReadable } from '../ec2/failures';

export class ServiceQuotasReader {
  constructor(private readonly client: ServiceQuotasClient) {}

  async quotas(names: readonly QuotaName[]): Promise<Quota[]> {
    return Promise.all(names.map(async (name) => ({ name, applied: await this.applied(name) })));
  }

  /** A quota that was never raised may be answered by NoSuchResourceException [U]. */
  private async applied(name: QuotaName): Promise<Quota['applied']> {
    const { serviceCode: ServiceCode, quotaCode: QuotaCode } = QUOTAS[name];
    return ifReadable(`reading quota ${QuotaCode}`, async () => {
      const { Quota: quota } = await this.client.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));
      return quota?.Value ?? { unreadable: `quota ${QuotaCode} has no value` };
    });
  }
}
