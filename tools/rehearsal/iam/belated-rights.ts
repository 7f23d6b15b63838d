/**
 * IAM while a change of it is on its way: what a policy grants is refused until it is known everywhere. What is taken away is gone at
 * once, which is the stricter of the two.
 */
import { AccessControl, PolicyAuthorizer } from './policy-authorizer';

interface Change {
  readonly knownAt: number;
  readonly register: () => void;
}

export class BelatedRights implements AccessControl {
  /** What is known everywhere. */
  private readonly known = new PolicyAuthorizer();
  private readonly changes: Change[] = [];

  constructor(
    private readonly authorizer: PolicyAuthorizer, private readonly clock: { now(): number }, private readonly delayMs: number,
  ) {}

  register(accessKeyId: string, name: string, policyDocuments: readonly unknown[], boundary?: unknown): void {
    this.authorizer.register(accessKeyId, name, policyDocuments, boundary);
    if (this.known.nameOf(accessKeyId) === undefined) this.known.register(accessKeyId, name, []);
    this.changes.push({
      knownAt: this.clock.now() + this.delayMs,
      register: () => this.known.register(accessKeyId, name, policyDocuments, boundary),
    });
  }

  openSession(accessKeyId: string, roleAccessKeyId: string, isOver: () => boolean): void {
    this.authorizer.openSession(accessKeyId, roleAccessKeyId, isOver);
    this.known.openSession(accessKeyId, roleAccessKeyId, isOver);
  }

  nameOf(accessKeyId: string): string | undefined {
    return this.authorizer.nameOf(accessKeyId);
  }

  /** Whoever is no role of a stack was there before. */
  denial(
    accessKeyId: string, ...asked: [action: string, resourceArns: readonly string[], context: Readonly<Record<string, string>>]
  ): string | undefined {
    while (this.changes.length > 0 && this.changes[0].knownAt <= this.clock.now()) this.changes.shift()!.register();
    const belated = this.known.nameOf(accessKeyId) === undefined ? undefined : this.known.denial(accessKeyId, ...asked);
    return belated ?? this.authorizer.denial(accessKeyId, ...asked);
  }
}
