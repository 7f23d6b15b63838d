/** How long a function waits for one answer of AWS: leases rely on it. Without the last of these the SDK would only warn. */
export const REQUEST_BOUNDS = { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true } as const;
