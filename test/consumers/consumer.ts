/** What a consumer in any language is: a project with the packed library in it, which synthesizes an application. */

export interface Versions {
  readonly awsCdkLib: string;
  readonly constructs: string;
}

export interface Consumer {
  /** An application in the consumer's language; without a text, the README's example as it is written in it. */
  synthesize(name: string, code?: string): Promise<string>;
  remove(): void;
}

/** Where the packed library lies. */
export interface Packed {
  readonly dist: string;
  /** As jsii-pacmak has packed it. */
  readonly version: string;
}

/** Makes the project and installs the library and what it needs in it. */
export type Installs = (packed: Packed, versions: Versions) => Promise<Consumer>;

/** A package that the consumer needs is not given by the registry of this machine: nothing is wrong with the library. */
export class NotGiven extends Error {}
