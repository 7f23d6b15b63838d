// The first example of the README, as somebody writes it in C#.
using Amazon.CDK;
using CdkSiteToSiteVpn;
using Constructs;

var app = new App(new AppProps { AnalyticsReporting = false });
new Example(app, "Example");
app.Synth();

internal sealed class Example : Stack
{
    internal Example(Construct scope, string id) : base(scope, id)
    {
        new VpnTargetMigration(this, "ToTransitGateway", new VpnTargetMigrationProps
        {
            VpnConnection = SiteToSiteVpn.FromVpnConnectionId(this, "Berlin", "vpn-0a1b2c3d4e5f60718"),
            From = TargetGateway.VirtualPrivateGateway("vgw-0a1b2c3d4e5f60718"),
            To = TargetGateway.TransitGateway("tgw-0a1b2c3d4e5f60718", new TransitGatewayRouteTables
            {
                AssociationRouteTableId = "tgw-rtb-0a1b2c3d4e5f60718",
                StaticRouteTableIds = new[] { "tgw-rtb-0f1e2d3c4b5a69788" },
                DefaultRouteTableIds = new[] { "tgw-rtb-0b1c2d3e4f5a60718" },
            }),
            VpcRouteTables = new IVpcRouteTableMove[]
            {
                new VpcRouteTableMove { RouteTableId = "rtb-0a1b2c3d4e5f60718" },
                new VpcRouteTableMove { RouteTableId = "rtb-0f1e2d3c4b5a69788", Left = new[] { "10.200.0.0/16" } },
            },
        });
    }
}
