/** XML as AWS's Query protocols answer it. */
import { XMLBuilder } from 'fast-xml-parser';

/** What is inside an element: text, the elements by tag in this order, or several elements of one tag. */
export type XmlContent = string | XmlContent[] | { [tag: string]: XmlContent };

/** A structure of nothing, or a list without items, becomes an empty element: to the SDK that is not the same as none. */
const BUILDER = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true });

export function xmlDocument(root: string, content: { [tag: string]: XmlContent }, namespace?: string): string {
  const attributes = namespace === undefined ? {} : { '@xmlns': namespace };
  return BUILDER.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, [root]: { ...attributes, ...content } });
}
