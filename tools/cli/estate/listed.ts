/** Deleted objects stay listed for a while; they are no part of an estate that something is to be done with. */
export function isListed(object: { readonly State?: string }): boolean {
  return object.State !== 'deleted';
}
