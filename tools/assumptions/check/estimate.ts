/** What a run makes, costs and takes, said before anything is made. */
import { Stage } from './stages';

/** US dollars an hour, of which begun ones count, as others quote AWS for US East; the pages that the text names have the present ones. */
const CONNECTION_PRICE = 0.05;
const ATTACHMENT_PRICE = 0.05;
const CLEAN_UP_MINUTES = 10;

export function estimateOf(stages: readonly Stage[], { region, file, keep }: { region: string; file: string; keep: boolean }): string {
  const titles = stages.map(({ title }) => title);
  const minutes = stages.reduce((sum, stage) => sum + stage.minutes, 0) + (keep ? 0 : CLEAN_UP_MINUTES);
  const hours = Math.ceil(minutes / 60);
  const attachments = titles.filter((title) => /^to (a|the other) transit gateway$/.test(title)).length;
  const price = (2 * hours * CONNECTION_PRICE + attachments * hours * ATTACHMENT_PRICE).toFixed(2);
  return [
    `In ${region}, in the account of the credentials that the environment has, this makes`,
    '  a VPC without subnets, two virtual private gateways, a customer gateway of an address where nobody is,',
    '  a VPN connection, and a second one if EC2 lets that be,',
    ...attachments > 0 ? ['  up to two transit gateways with a further route table, and a prefix list,'] : [],
    'changes nothing that was there before, and walks the connection through',
    ...titles.map((title) => `  ${title}`),
    `It takes about ${minutes} minutes and costs about ${price} USD, more where EC2 takes longer: https://aws.amazon.com/vpn/pricing/ and`,
    'https://aws.amazon.com/transit-gateway/pricing/ have the price of an hour, and begun hours count.',
    keep ? 'Everything stays, and goes on to cost, until it is deleted' : 'Everything is deleted in the end; if that fails, it can be',
    `with --clean-up ${file}`,
    'This program has never been run against AWS.',
    '',
  ].join('\n');
}
