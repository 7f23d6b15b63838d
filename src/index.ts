/** The public face of the library: what is exported here is API, everything else is not. */
export * from './customer-gateway';
export * from './customer-gateway-move';
export * from './ike';
export * from './migration-appointment';
export * from './migration-events';
export * from './migration-records';
export * from './move-verification';
export * from './site-to-site-vpn';
export * from './site-to-site-vpn-options';
export * from './target-gateway';
export * from './tunnel-logging';
export * from './tunnel-options';
export * from './vpc-routes';
export * from './vpn-routing';
export * from './vpn-target-migration';
