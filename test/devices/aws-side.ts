/**
 * AWS's side of a tunnel, written by hand from the tunnel's options and in no way by what renders the device's: a wrong word would be
 * wrong on both sides, and cancel out. Beside each word of strongSwan stands what it calls the algorithm once it is agreed to.
 */
interface Word {
  /** In a proposal. */
  readonly word: string;
  /** Of an SA that stands. */
  readonly agreed: string;
}

export const ENCRYPTION: Readonly<Record<string, Word & { readonly bits: string; readonly isGcm: boolean }>> = {
  'AES128': { word: 'aes128', agreed: 'AES_CBC', bits: '128', isGcm: false },
  'AES256': { word: 'aes256', agreed: 'AES_CBC', bits: '256', isGcm: false },
  'AES128-GCM-16': { word: 'aes128gcm16', agreed: 'AES_GCM_16', bits: '128', isGcm: true },
  'AES256-GCM-16': { word: 'aes256gcm16', agreed: 'AES_GCM_16', bits: '256', isGcm: true },
};

export const INTEGRITY: Readonly<Record<string, Word & { readonly prf: string }>> = {
  'SHA1': { word: 'sha1', agreed: 'HMAC_SHA1_96', prf: 'PRF_HMAC_SHA1' },
  'SHA2-256': { word: 'sha256', agreed: 'HMAC_SHA2_256_128', prf: 'PRF_HMAC_SHA2_256' },
  'SHA2-384': { word: 'sha384', agreed: 'HMAC_SHA2_384_192', prf: 'PRF_HMAC_SHA2_384' },
  'SHA2-512': { word: 'sha512', agreed: 'HMAC_SHA2_512_256', prf: 'PRF_HMAC_SHA2_512' },
};

/** By IANA's numbers. */
export const GROUPS: Readonly<Record<number, Word>> = {
  2: { word: 'modp1024', agreed: 'MODP_1024' },
  5: { word: 'modp1536', agreed: 'MODP_1536' },
  14: { word: 'modp2048', agreed: 'MODP_2048' },
  15: { word: 'modp3072', agreed: 'MODP_3072' },
  16: { word: 'modp4096', agreed: 'MODP_4096' },
  17: { word: 'modp6144', agreed: 'MODP_6144' },
  18: { word: 'modp8192', agreed: 'MODP_8192' },
  19: { word: 'ecp256', agreed: 'ECP_256' },
  20: { word: 'ecp384', agreed: 'ECP_384' },
  21: { word: 'ecp521', agreed: 'ECP_521' },
  22: { word: 'modp1024s160', agreed: 'MODP_1024_160' },
  23: { word: 'modp2048s224', agreed: 'MODP_2048_224' },
  24: { word: 'modp2048s256', agreed: 'MODP_2048_256' },
};

export interface AwsPhase {
  readonly encryption: string;
  readonly integrity: string;
  readonly group: number;
}

export interface AwsTunnel {
  readonly name: string;
  readonly version: 1 | 2;
  readonly address: string;
  readonly deviceAddress: string;
  readonly key: string;
  /** Several, where the options allow several. */
  readonly phase1: readonly AwsPhase[];
  readonly phase2: readonly AwsPhase[];
}

/** As AWS does by default, it waits for the device to begin. */
export function awsConnections(tunnels: readonly AwsTunnel[], more: readonly string[] = []): string {
  const connections = tunnels.map(({ name, version, address, deviceAddress, phase1, phase2 }) => `
  ${name} {
    version = ${version}
    local_addrs = ${address}
    remote_addrs = ${deviceAddress}
    proposals = ${phase1.map(phase1Words).join(',')}
    mobike = no
    local {
      auth = psk
      id = ${address}
    }
    remote {
      auth = psk
      id = ${deviceAddress}
    }
    children {
      ${name} {
        esp_proposals = ${phase2.map(phase2Words).join(',')}
        local_ts = 0.0.0.0/0
        remote_ts = 0.0.0.0/0
        ${more.join('\n        ')}
      }
    }
  }`);
  const secrets = tunnels.map(({ name, address, deviceAddress, key }) => `
  ike-${name} {
    id-1 = ${address}
    id-2 = ${deviceAddress}
    secret = "${key}"
  }`);
  return `connections {${connections.join('')}\n}\nsecrets {${secrets.join('')}\n}\n`;
}

function phase1Words({ encryption, integrity, group }: AwsPhase): string {
  const hash = ENCRYPTION[encryption].isGcm ? `prf${INTEGRITY[integrity].word}` : INTEGRITY[integrity].word;
  return `${ENCRYPTION[encryption].word}-${hash}-${GROUPS[group].word}`;
}

function phase2Words({ encryption, integrity, group }: AwsPhase): string {
  return [ENCRYPTION[encryption].word, ...ENCRYPTION[encryption].isGcm ? [] : [INTEGRITY[integrity].word], GROUPS[group].word].join('-');
}
