/**
 * The parts of a recovery script that are the same in all of them, for the bash that macOS and every Linux have (3.2 and
 * newer). Rows that were seen are kept as text, one a line: a key, a tab, what was seen.
 */
import { sh, ShellText } from './shell-text';

/** Talking, and one change. */
export const FRAME = sh`# What is said is what a terminal shows as it is; of anything else a question mark.
say() { local LC_ALL=C said="$*"; printf '%s  %s\n' "$(date -u +%H:%M:%SZ)" "\${said//[! -~]/?}"; }
stop() { say "STOPPED: $*" >&2; exit 1; }

# change <what> <as seen> <as before> <as after, several> <command…>
change() {
  local what=$1 seen=$2 before=$3 after=$4
  shift 4
  case " $after " in *" $seen "*) return 0 ;; esac
  if [ "$seen" = "$before" ]; then
    unfinished=$((unfinished + 1))
    say "$*"
    "$@" >/dev/null || say "  was not taken; the next round sees whether it is still needed"
    return 0
  fi
  case $seen in
    *ing | unread)
      unfinished=$((unfinished + 1))
      say "waiting: $what is $seen" ;;
    *)
      left=$((left + 1))
      say "LEFT AS IT IS: $what is $seen, expected $before or $after: somebody else has changed it" ;;
  esac
}

nothing_is_missing() { [ "$unfinished" -eq 0 ]; }
`;

/** What EC2 shows, as rows, and one row of it by its key. */
export const READING = sh`connection_query='VpnConnections[0].[State, TransitGatewayId || VpnGatewayId, CustomerGatewayId]'
static_route_query="VpnConnections[0].Routes[?State!='deleted'].[DestinationCidrBlock, State]"
attachment_query='TransitGatewayAttachments[0].[TransitGatewayAttachmentId, State, Association.TransitGatewayRouteTableId, Association.State]'
propagation_query='TransitGatewayAttachmentPropagations[].[TransitGatewayRouteTableId, State]'
transit_gateway_route_query="Routes[?State!='deleted'].[DestinationCidrBlock, State, TransitGatewayAttachments[0].TransitGatewayAttachmentId]"
vpc_route_query="RouteTables[0].[Routes[?Origin=='CreateRoute'].[DestinationCidrBlock || DestinationIpv6CidrBlock || DestinationPrefixListId, GatewayId || TransitGatewayId || 'other'], PropagatingVgws[].[GatewayId, 'propagates']][]"
vpn_gateway_query='VpnGateways[0].VpcAttachments[].[VpcId, State]'
tunnel_query='VpnConnections[0].VgwTelemetry[].[OutsideIpAddress, Status]'

look_at_connection() {
  standing=$(aws ec2 describe-vpn-connections --region "$region" --vpn-connection-ids="$connection" --query "$connection_query" --output text)
  read -r state gateway customer_gateway <<<"$standing"
  static_routes=$(aws ec2 describe-vpn-connections --region "$region" --vpn-connection-ids="$connection" --query "$static_route_query" --output text)
  vpc_routes='' transit_gateway_routes='' vpn_gateways='' propagations=''
}

look_at_attachment() {
  local found associated_with association_state
  attachment=None attachment_state=None association=none
  case $gateway in tgw-*) ;; *) return 0 ;; esac
  found=$(aws ec2 describe-transit-gateway-attachments --region "$region" --filters Name=resource-type,Values=vpn \
    "Name=resource-id,Values=$connection" "Name=transit-gateway-id,Values=$gateway" \
    Name=state,Values=initiating,initiatingRequest,pending,modifying,available --query "$attachment_query" --output text)
  read -r attachment attachment_state associated_with association_state <<<"$found" || true
  attachment_state=\${attachment_state:-not there}
  [ "$attachment_state" = available ] || return 0
  case $association_state in
    associated) association=$associated_with ;;
    associating | disassociating) association=$association_state ;;
  esac
  propagations=$(aws ec2 get-transit-gateway-attachment-propagations --region "$region" --transit-gateway-attachment-id="$attachment" \
    --query "$propagation_query" --output text)
}

look_at_transit_gateway_route_table() {
  local rows
  if rows=$(aws ec2 search-transit-gateway-routes --region "$region" --transit-gateway-route-table-id="$1" \
    --filters Name=type,Values=static --query "$transit_gateway_route_query" --output text); then
    rows=$(awk -F '\t' -v table="$1" '{ print table " " $1 "\t" ($2 == "active" ? $3 : $2) }' <<<"$rows")
  else
    rows="$1 unread"
  fi
  transit_gateway_routes="$transit_gateway_routes$rows"$'\n'
}

look_at_vpc_route_table() {
  local rows
  rows=$(aws ec2 describe-route-tables --region "$region" --filters "Name=route-table-id,Values=$1" --query "$vpc_route_query" --output text)
  rows=$(awk -F '\t' -v table="$1" '{ print table ($2 == "propagates" ? " from " $1 "\ton" : " " $1 "\t" $2) }' <<<"$rows")
  vpc_routes="$vpc_routes$rows"$'\n'
}

look_at_vpn_gateway() {
  local rows
  rows=$(aws ec2 describe-vpn-gateways --region "$region" --filters "Name=vpn-gateway-id,Values=$1" --query "$vpn_gateway_query" --output text)
  rows=$(awk -F '\t' -v gateway="$1" '$2 != "detached" && NF == 2 { print gateway " " $1 "\t" $2 }' <<<"$rows")
  vpn_gateways="$vpn_gateways$rows"$'\n'
}

# row <rows> <key> <what it is when there is none>
row() { awk -F '\t' -v key="$2" -v none="$3" '$1 == key { none = $2 } END { print none }' <<<"$1"; }

static_route() { row "$static_routes" "$1" none; }
vpc_route() { row "$vpc_routes" "$1 $2" none; }
vgw_propagation() { row "$vpc_routes" "$1 from $2" off; }
vpn_gateway() { row "$vpn_gateways" "$1 $2" detached; }
association() { printf '%s\n' "$association"; }
propagation() { row "$propagations" "$1" disabled; }
transit_gateway_route() {
  case "$transit_gateway_routes" in *"$1 unread"*) printf 'unread\n' ;; *) row "$transit_gateway_routes" "$1 $2" none ;; esac
}

attachment_is_available() {
  [ "$attachment_state" != available ] || return 0
  unfinished=$((unfinished + 1))
  say "waiting: the attachment on $gateway is $attachment_state"
  return 1
}

# What was added after the backup would be lost without a trace.
refuse_other_static_routes() {
  local cidr route_state
  while read -r cidr route_state; do
    case "$route_state" in available | pending) ;; *) continue ;; esac
    case " $* " in *" $cidr "*) ;; *) stop "static route $cidr of $connection is not in the backup: note it, delete it, and run this again" ;; esac
  done <<<"$static_routes"
}

refuse_other_routes_in() {
  local table=$1 key leads_to
  shift
  while IFS=$'\t' read -r key leads_to; do
    [ "$leads_to" = "$attachment" ] || continue
    case "$key" in "$table "*) ;; *) continue ;; esac
    case " $* " in *" \${key#* } "*) ;; *) stop "route \${key#* } in $table is not in the backup: note it, delete it, and run this again" ;; esac
  done <<<"$transit_gateway_routes"
}
`;

/** The tunnels of the connection, for a person to see. */
export const TUNNELS = sh`aws ec2 describe-vpn-connections --region "$region" --vpn-connection-ids="$connection" --query "$tunnel_query" --output text`;

/** The rounds where gateways change places. Each call may be made twice, so it is enough that the end is seen twice. */
export const EXCHANGING = sh`finish() {
  say "Everything stands in its place, and nothing more is to be done. The tunnels:"
  for connection in "\${carriers[@]}"; do
    ${TUNNELS}
  done
  [ "$left" -eq 0 ] || { say "$left things were LEFT AS THEY ARE, see above"; exit 2; }
  exit 0
}

clean=0
for ((round = 1; round <= rounds; round += 1)); do
  unfinished=0 left=0
  for connection in "\${carriers[@]}"; do
    look_at_connection
    [ "$state" = available ] || stop "$connection, which is to carry the traffic, is $state. Nothing was changed in this round"
  done
  look
  arrange
  if nothing_is_missing; then clean=$((clean + 1)); else clean=0; fi
  [ "$clean" -lt 2 ] || finish
  sleep 15
done
stop "not finished after $rounds rounds. What was still waited for is above; run this again once it is mended"`;

/**
 * The rounds. A describe may lag behind, also behind a modify of somebody who is gone: only what is seen twice, 15 seconds
 * apart, is built on.
 */
export const looking = (modify: ShellText): ShellText => sh`finish() {
  say "VPN connection $connection stands on $gateway with customer gateway $customer_gateway, and nothing more is to be done. Its tunnels:"
  ${TUNNELS}
  [ "$left" -eq 0 ] || { say "$left things were LEFT AS THEY ARE, see above"; exit 2; }
  exit 0
}

seen_before='' modified=no since_modify=0 refusals=0
for ((round = 1; round <= rounds; round += 1)); do
  unfinished=0 left=0
  look_at_connection
  twice=no
  if [ "$standing" = "$seen_before" ]; then twice=yes; else say "$connection is $state on $gateway with customer gateway $customer_gateway"; fi
  seen_before=$standing
  since_modify=$((since_modify + 1))
  case "$state $gateway $customer_gateway" in
    "available $wanted_gateway $wanted_customer_gateway")
      if [ "$twice" = yes ] || [ "$modified" = yes ]; then
        look
        arrange
        if [ "$twice" = yes ] && nothing_is_missing; then finish; fi
      fi ;;
    "available $source_gateway $source_customer_gateway")
      if [ "$modified" = yes ]; then
        [ "$since_modify" -lt 5 ] || stop "EC2 took the modify, and the connection came back on $gateway"
      elif [ "$twice" = yes ]; then
        look
        leave
        if nothing_is_missing; then
          [ "$left" -eq 0 ] || stop "the connection is not modified while something in the way of it was left as it is"
          say "modify: traffic of the connection stops until it is available again"
          if ${modify}; then modified=yes since_modify=0; else refusals=$((refusals + 1)); fi
          [ "$refusals" -lt 5 ] || stop "EC2 does not take the modify; the script of the other direction puts back what was taken away"
        fi
      fi ;;
    "modifying "* | "pending "*) since_modify=0 ;;
    *) stop "$connection is neither available on $source_gateway with $source_customer_gateway nor on $wanted_gateway with $wanted_customer_gateway: somebody else has moved it. Nothing was changed in this round" ;;
  esac
  sleep 15
done
stop "not finished after $rounds rounds. What was still waited for is above; run this again once it is mended"`;
