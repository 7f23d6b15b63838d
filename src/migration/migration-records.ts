/** Where moves keep what they must not forget. */
import { CfnDeletionPolicy, IResource, Lazy, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { VpnCustomResources } from '../custom-resources/vpn-custom-resources';
import { once } from '../private/construct-ids';
import { namedInErrors } from '../private/named-in-errors';

/**
 * The table in which moves keep their backups and their progress.
 */
export interface IMigrationRecords extends IResource {
  /**
   * The name of the DynamoDB table.
   *
   * @attribute
   */
  readonly tableName: string;

  /**
   * The ARN of the DynamoDB table.
   *
   * @attribute
   */
  readonly tableArn: string;

  /**
   * The customer-managed key that encrypts the table.
   *
   * @default - AWS's own encryption, or an imported table of which no key is named
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * A DynamoDB table with what there was before each move, and how far the move is.
 *
 * It is encrypted as {@link VpnCustomResources} says for its scope.
 *
 * A table is kept when its stack goes, even when the very first deployment of the stack fails: it may hold the only copy
 * of the routes that a move has taken away. Point-in-time recovery is on, and deletion protection, unless the table is told to go:
 * `RemovalPolicies.of(records).destroy()`.
 *
 * A stack that is deployed anew makes a new, empty table. To continue a move that another stack, or an earlier one of the
 * same name, has left unfinished, pass the table of that move, `MigrationRecords.fromTableName(…)`.
 */
@namedInErrors
export class MigrationRecords extends Resource implements IMigrationRecords {
  /**
   * Takes an existing table by its name, to continue what was begun with it. It must be in this account and region and
   * have been made by this construct.
   *
   * @param encryptionKey the customer-managed key that encrypts it, if one does
   */
  public static fromTableName(scope: Construct, id: string, tableName: string, encryptionKey?: kms.IKey): IMigrationRecords {
    class Import extends Resource implements IMigrationRecords {
      public readonly tableName = tableName;
      public readonly encryptionKey = encryptionKey;
      public readonly tableArn = Stack.of(scope).formatArn({ service: 'dynamodb', resource: 'table', resourceName: tableName });
    }
    return new Import(scope, id);
  }

  /**
   * The table for moves that name none: one for each stack.
   *
   * @internal
   */
  public static _ofStack(scope: Construct): MigrationRecords {
    return once(Stack.of(scope), 'VpnMigrationRecords', (stack, id) => new MigrationRecords(stack, id));
  }

  public readonly tableName: string;
  public readonly tableArn: string;
  public readonly encryptionKey?: kms.IKey;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { encryptionKey } = VpnCustomResources._optionsFor(this);
    const table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: 'vpnConnectionId', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'item', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: encryptionKey === undefined ? dynamodb.TableEncryption.DEFAULT : dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // Not RETAIN_ON_UPDATE_OR_DELETE, which deletes the table when the first deployment fails: a held move is exactly that.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const resource = table.node.defaultChild as dynamodb.CfnTable;
    // A table that somebody has said is to go would fail the deletion of its stack.
    resource.deletionProtectionEnabled = Lazy.any({ produce: () => resource.cfnOptions.deletionPolicy !== CfnDeletionPolicy.DELETE });
    this.tableName = table.tableName;
    this.tableArn = table.tableArn;
    this.encryptionKey = encryptionKey;
  }
}
