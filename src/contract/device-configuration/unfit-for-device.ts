/** A device cannot be configured as it was asked for. The message is a sentence for whoever asked, without its full stop. */
export class UnfitForDevice extends Error {
  /**
   * @param nextStep what can be done about it, a sentence
   * @param setting of the device's own side that is missing or wrong
   */
  constructor(what: string, readonly nextStep: string, readonly setting?: 'asn' | 'localNetworks' | 'remoteNetworks' | 'interfaceKind') {
    super(what);
    this.name = 'UnfitForDevice';
  }
}
