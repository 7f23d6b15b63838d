/** The XML of AWS's own example, from the API reference of 2012-04-01 for CreateVpnConnection. */
const tunnel = (device: string, aws: string, outside: string, key: string) => `
    <ipsec_tunnel>
      <customer_gateway>
        <tunnel_outside_address>
          <ip_address>YOUR_UPLINK_ADDRESS</ip_address>
        </tunnel_outside_address>
        <tunnel_inside_address>
          <ip_address>${device}</ip_address>
          <network_mask>255.255.255.252</network_mask>
          <network_cidr>30</network_cidr>
        </tunnel_inside_address>
        <bgp>
          <asn>YOUR_BGP_ASN</asn>
          <hold_time>30</hold_time>
         </bgp>
      </customer_gateway>
      <vpn_gateway>
        <tunnel_outside_address>
          <ip_address>${outside}</ip_address>
        </tunnel_outside_address>
        <tunnel_inside_address>
          <ip_address>${aws}</ip_address>
          <network_mask>255.255.255.252</network_mask>
          <network_cidr>30</network_cidr>
        </tunnel_inside_address>
        <bgp>
          <asn>7224</asn>
          <hold_time>30</hold_time>
        </bgp>
      </vpn_gateway>
      <ike>
        <authentication_protocol>sha1</authentication_protocol>
        <encryption_protocol>aes-128-cbc</encryption_protocol>
        <lifetime>28800</lifetime>
        <perfect_forward_secrecy>group2</perfect_forward_secrecy>
        <mode>main</mode>
        <pre_shared_key>${key}</pre_shared_key>
      </ike>
      <ipsec>
        <protocol>esp</protocol>
        <authentication_protocol>hmac-sha1-96</authentication_protocol>
        <encryption_protocol>aes-128-cbc</encryption_protocol>
        <lifetime>3600</lifetime>
        <perfect_forward_secrecy>group2</perfect_forward_secrecy>
        <mode>tunnel</mode>
        <clear_df_bit>true</clear_df_bit>
        <fragmentation_before_encryption>true</fragmentation_before_encryption>
        <tcp_mss_adjustment>1396</tcp_mss_adjustment>
        <dead_peer_detection>
          <interval>10</interval>
          <retries>3</retries>
        </dead_peer_detection>
      </ipsec>
    </ipsec_tunnel>`;

/** As it stands in the answer: it begins with white space, before the XML's own declaration. */
export const CONFIGURATION_OF_2012 = `
   <?xml version="1.0" encoding="UTF-8"?>
  <vpn_connection id="vpn-44a8938f">
    <customer_gateway_id>cgw-b4dc3961</customer_gateway_id>
    <vpn_gateway_id>vgw-8db04f81</vpn_gateway_id>
    <vpn_connection_type>ipsec.1</vpn_connection_type>${tunnel('169.254.255.1', '169.254.255.2', '72.21.209.193', 'plain-text-password1')}${
      tunnel('169.254.255.5', '169.254.255.6', '72.21.209.225', 'plain-text-password2')}
</vpn_connection>
`;
