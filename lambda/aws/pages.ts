/** Lists that AWS answers in pages, to the last one; one that holds nothing may come before it. */
import { inOneForm } from './one-form';

type ItemOf<List> = NonNullable<List> extends readonly (infer Item)[] ? Item : never;

/**
 * @param ask for the page of that token, the first one without
 * @param list the member of each page that is wanted, in one form
 * @param taken what is made of the items, or why nothing is
 */
export async function allOf<Page extends object, List extends keyof Page>(
  ask: (token?: string) => Promise<Page>, list: List, taken: (items: ItemOf<Page[List]>[]) => ItemOf<Page[List]>[] = (items) => items,
): Promise<ItemOf<Page[List]>[]> {
  const all: ItemOf<Page[List]>[] = [];
  let token: string | undefined;
  do {
    const page: Page & { readonly NextToken?: string; readonly nextToken?: string } = inOneForm(await ask(token));
    all.push(...page[list] as ItemOf<Page[List]>[] | undefined ?? []);
    token = page.NextToken ?? page.nextToken;
  } while (token !== undefined);
  return taken(all);
}
