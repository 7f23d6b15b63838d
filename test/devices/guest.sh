#!/bin/bash
# The first process of a User-mode Linux: a device as it is rendered, the internet between, and AWS's side written by hand, each in a
# network namespace of its own. It says what was proved, a line each, and `END` when it came to its end: its status is lost.
#
# Given by the kernel's command line: SCRATCH, the folder of this trial on the host; DAEMON, what speaks BGP on the device, or `static`.
set -u
export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run LC_ALL=C

DEVICE=198.51.100.7 AWS=(203.0.113.4 203.0.113.20) AWS_INSIDE=(169.254.10.1 169.254.20.1) DEVICE_INSIDE=(169.254.10.2 169.254.20.2)
LOCAL=10.0.0.1 REMOTE=10.1.0.10 ID=vpn-0aaaaaaaaaaaaaaa1

main() {
  prepare
  wire
  start_aws
  start_device
  prove 'both tunnels come up' within 80 tunnels_up 2 || end
  prove 'the device reaches AWS'\''s network' within 80 reaches || end
  [[ $DAEMON == static ]] || prove 'AWS hears the device'\''s network through both tunnels' within 60 heard_twice
  [[ $DAEMON == static ]] || prove 'the device routes over both tunnels' within 60 routes_over 2
  prove 'a packet as large as the interface passes unfragmented' in_device ping -c 2 -W 2 -M do -s $(($(mtu) - 28)) -I $LOCAL $REMOTE
  prove 'both tunnels negotiate phase 2 anew' negotiates_anew
  prove 'the device reaches AWS'\''s network through what is new' within 10 reaches
  graceful
  black_hole
  end
}

# Nothing that follows could be proved, or all is.
end() {
  echo END
  echo o >/proc/sysrq-trigger
  sleep 100
}

prepare() {
  mount -t proc proc /proc
  mount -t sysfs sysfs /sys
  for each in /run /var/log /mnt; do mount -t tmpfs tmpfs $each; done
  mkdir -p /run/kernel/lib /run/lock
  ln -s /usr/lib/uml/modules /run/kernel/lib/modules
  # The kernel asks for what it lacks, and finds it where Debian keeps its modules.
  printf '#!/bin/sh\nexec /usr/sbin/modprobe -d /run/kernel "$@"\n' >/run/kernel/modprobe
  chmod +x /run/kernel/modprobe
  echo /run/kernel/modprobe >/proc/sys/kernel/modprobe
  modprobe -a -d /run/kernel veth esp4 ip_vti xfrm_user authenc cbc echainiv
  ip link set lo up
}

# device -- internet -- aws: what the internet does not route is lost there.
wire() {
  for each in device internet aws; do
    ip netns add $each
    ip -n $each link set lo up
  done
  local count=0 each
  for each in device aws; do
    ip link add wan netns $each type veth peer name $each netns internet
    ip -n $each link set wan up
    ip -n internet link set $each up
  done
  ip -n device addr add $DEVICE/24 dev wan
  ip -n internet addr add 198.51.100.1/24 dev device
  ip -n device route add default via 198.51.100.1
  for each in "${AWS[@]}"; do ip -n aws addr add $each/24 dev wan; done
  ip -n internet addr add 203.0.113.1/24 dev aws
  ip -n aws route add default via 203.0.113.1
  ip netns exec internet sysctl -qw net.ipv4.ip_forward=1
  ip -n device addr add $LOCAL/16 dev lo
  ip -n aws addr add $REMOTE/16 dev lo
}

# By hand: nothing of it is rendered.
start_aws() {
  local number=0 index
  mkdir -p /run/aws/etc
  cat >/run/aws/bird.conf <<CONF
router id 203.0.113.4;
protocol device { }
protocol kernel { ipv4 { export where source = RTS_BGP; }; merge paths on; }
protocol static vpc { ipv4; route 10.1.0.0/16 unreachable; }
CONF
  for index in 0 1; do
    number=$((index + 1))
    ip -n aws link add tunnel$number type vti local ${AWS[index]} remote $DEVICE key $number
    ip -n aws link set tunnel$number mtu 1406 up
    ip -n aws addr add ${AWS_INSIDE[index]}/30 dev tunnel$number
    ip netns exec aws sysctl -qw net.ipv4.conf.tunnel$number.disable_policy=1 net.ipv4.conf.tunnel$number.rp_filter=0
    cat >>/run/aws/bird.conf <<CONF
protocol bgp tunnel$number {
  local ${AWS_INSIDE[index]} as 64512; neighbor ${DEVICE_INSIDE[index]} as 65010; interface "tunnel$number"; direct;
  hold time 30; keepalive time 10; passive; error wait time 5, 30; graceful restart off; long lived graceful restart off;
  ipv4 { import all; export where proto = "vpc"; };
}
CONF
  done
  in_aws sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.fib_multipath_hash_policy=1
  own aws "$SCRATCH/aws"
  printf 'charon {\n  install_routes = no\n}\n' >/mnt/aws/etc/strongswan.d/aws.conf
  if [[ $DAEMON == static ]]; then
    ip -n aws route add 10.0.0.0/16 dev tunnel1 metric 1
  else
    in_aws bird -c /run/aws/bird.conf -s /run/aws/bird.ctl
  fi
  daemon aws charon-systemd
  within 60 in_aws_files swanctl --stats && in_aws_files swanctl --load-all >/dev/null
}

# As its files say, at the places that they name.
start_device() {
  own device "$SCRATCH/device"
  in_device_files /usr/local/sbin/$ID-interfaces up
  daemon device charon-systemd
  within 60 in_device_files swanctl --stats && in_device_files swanctl --load-all
  case $DAEMON in
    frr)
      in_device_files sh -c 'mkdir -p /run/frr && chown frr:frr /run/frr && : >/etc/frr/vtysh.conf
        /usr/lib/frr/zebra -d -A 127.0.0.1 && /usr/lib/frr/bgpd -d -A 127.0.0.1 && vtysh -f /etc/frr/frr.conf' ;;
    bird) in_device_files bird -c /etc/bird/bird.conf -s /run/bird.ctl ;;
  esac
}

# Folders of its own in front of the machine's: /run, /etc with what is below the given folder, /usr/local/sbin.
own() {
  local side=$1 from=$2
  mkdir -p /mnt/$side/run /mnt/$side/sbin
  cp -a /etc /mnt/$side/etc
  cp -r "$from"/etc/. /mnt/$side/etc
  [[ ! -d $from/usr/local/sbin ]] || cp -r "$from"/usr/local/sbin/. /mnt/$side/sbin
  chown -R root:root /mnt/$side
  chmod -R go+rX /mnt/$side/etc
  printf 'charon {\n  filelog {\n    log {\n      path = %s\n      default = 1\n      flush_line = yes\n    }\n  }\n}\n' \
    "$SCRATCH/$side.log" >/mnt/$side/etc/strongswan.d/zz-log.conf
  ip netns exec $side unshare -m --propagation private sh -c "
    mount --bind /mnt/$side/etc /etc; mount --bind /mnt/$side/sbin /usr/local/sbin; mount --bind /mnt/$side/run /run; exec sleep 100000" &
  eval "${side}_pid=$!"
  sleep 1
}

in_device() { ip netns exec device "$@"; }
in_aws() { ip netns exec aws "$@"; }
in_device_files() { nsenter -t $device_pid -m -n "$@"; }
in_aws_files() { nsenter -t $aws_pid -m -n "$@"; }
daemon() {
  local side=$1
  shift
  in_${side}_files "$@" >>"$SCRATCH/$side.out" 2>&1 &
}

prove() {
  local what=$1 began=$SECONDS
  shift
  if "$@" >"$SCRATCH/step.out" 2>&1; then
    echo "PASSED $what ($((SECONDS - began)) s)"
  else
    echo "FAILED $what ($((SECONDS - began)) s)"
    tail -n 5 "$SCRATCH/step.out"
    grep -h -iE 'KNL.*(error|unable)|failed|NO_PROPOSAL' "$SCRATCH"/*.log | grep -v iptables | tail -n 5
    return 1
  fi
}

within() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { "$@"; return 1; }
    sleep 0.5
  done
}

tunnels_up() { [[ $(in_device_files swanctl --list-sas | grep -c INSTALLED) == "$1" ]]; }
children() { in_device_files swanctl --list-sas | sed -n 's/^ *\(vpn[^ ]*\): \(#[0-9]*\),.*INSTALLED.*/\1 \2/p' | sort; }
reaches() { in_device ping -c 1 -W 1 -I $LOCAL $REMOTE; }
routes_over() { [[ $(in_device ip route show 10.1.0.0/16 | grep -c 'dev aws') == "$1" ]]; }
heard_twice() { [[ $(birdc -s /run/aws/bird.ctl show route for 10.0.0.0/16 | grep -c tunnel) -ge 2 ]] && birdc -s /run/aws/bird.ctl show route all for 10.0.0.0/16; }
mtu() { in_device ip link show awsaaaaaa1-1 | sed -n 's/.* mtu \([0-9]*\).*/\1/p'; }

negotiates_anew() {
  local before
  before=$(children)
  [[ -n $before ]] || return
  for number in 1 2; do in_device_files swanctl --rekey --child $ID-$number; done
  within 20 all_new "$before"
}

all_new() {
  local now
  now=$(children)
  [[ $(wc -l <<<"$now") == 2 && -z $(comm -12 <(echo "$1") <(echo "$now")) ]]
}

between() { (($1 <= $2 && $2 < $3)); }

# Ten probes a second, of which every lost one is a tenth of a second without the network.
probing() { in_device ping -q -i 0.1 -W 1 -c "$1" -I $LOCAL $REMOTE >"$SCRATCH/probes" & probes=$!; }
lost() {
  wait $probes
  gone=$(awk '/packets transmitted/ { print $1 - $4 }' "$SCRATCH/probes")
}

# AWS replaces an endpoint: it ends the tunnel, and takes it up again.
graceful() {
  local gone=
  probing 60
  sleep 2
  in_aws_files swanctl --terminate --ike tunnel1 >/dev/null
  lost
  prove "AWS ends a tunnel and the device takes it up again: ${gone:-all} of 60 probes lost" test "${gone:-60}" -lt 40
  prove 'both tunnels are up again' within 60 tunnels_up 2
}

# An endpoint that is gone without a word.
black_hole() {
  local gone= used
  prove 'all is well before' within 60 reaches
  [[ $DAEMON == static ]] || within 60 routes_over 2
  # The one that the probes go through.
  used=$(in_device ip route get $REMOTE from $LOCAL | sed -n 's/.* dev aws[^ ]*-\([12]\) .*/\1/p')
  probing 500
  sleep 2
  ip -n internet route add blackhole ${AWS[used - 1]}/32
  # With static routing AWS's side chooses the tunnel by itself.
  [[ $DAEMON != static ]] || { sleep 5; ip -n aws route replace 10.0.0.0/16 dev tunnel2 metric 1; ip -n aws route del 10.0.0.0/16 dev tunnel1 2>/dev/null; }
  lost
  prove "an endpoint that does not answer any more is left: ${gone:-all} of 500 probes lost" between 1 ${gone:-500} 450
  prove 'the device reaches AWS'\''s network through the other' within 5 reaches
  ip -n internet route del blackhole ${AWS[used - 1]}/32
  prove 'both tunnels are up when it answers again' within 90 tunnels_up 2
}

main
