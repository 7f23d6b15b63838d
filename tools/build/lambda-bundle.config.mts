/**
 * rolldown's configuration for the functions that ship in the package: `lambda/<name>/handler.ts` becomes
 * `assets/<name>/index.js`, with the licences of what went into it beside it.
 */
import { lambdaBundle } from './lambda-bundle.mjs';

/** Elsewhere only when a test compares two builds. */
const directory = process.env.LAMBDA_ASSETS_DIRECTORY ?? 'assets';

export default ['vpn-target-migration', 'vpn-connection-resources', 'customer-gateway-configuration'].map((name) => lambdaBundle({
  entry: `lambda/${name}/handler.ts`,
  directory: `${directory}/${name}`,
}));
