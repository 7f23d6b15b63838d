// The first example of the README, as somebody writes it in Go.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	vpn "github.com/cdk-site-to-site-vpn/cdk-site-to-site-vpn-go/cdksitetositevpn"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(&awscdk.AppProps{AnalyticsReporting: jsii.Bool(false)})
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)

	vpn.NewVpnTargetMigration(stack, jsii.String("ToTransitGateway"), &vpn.VpnTargetMigrationProps{
		VpnConnection: vpn.SiteToSiteVpn_FromVpnConnectionId(stack, jsii.String("Berlin"), jsii.String("vpn-0a1b2c3d4e5f60718")),
		From:          vpn.TargetGateway_VirtualPrivateGateway(jsii.String("vgw-0a1b2c3d4e5f60718"), nil),
		To: vpn.TargetGateway_TransitGateway(jsii.String("tgw-0a1b2c3d4e5f60718"), &vpn.TransitGatewayRouteTables{
			AssociationRouteTableId: jsii.String("tgw-rtb-0a1b2c3d4e5f60718"),
			StaticRouteTableIds:     jsii.Strings("tgw-rtb-0f1e2d3c4b5a69788"),
			DefaultRouteTableIds:    jsii.Strings("tgw-rtb-0b1c2d3e4f5a60718"),
		}),
		VpcRouteTables: &[]*vpn.VpcRouteTableMove{
			{RouteTableId: jsii.String("rtb-0a1b2c3d4e5f60718")},
			{RouteTableId: jsii.String("rtb-0f1e2d3c4b5a69788"), Left: jsii.Strings("10.200.0.0/16")},
		},
	})

	app.Synth(nil)
}
