"""The first example of the README, as somebody writes it in Python."""
from aws_cdk import App, Stack
from cdk_site_to_site_vpn import SiteToSiteVpn, TargetGateway, VpcRouteTableMove, VpnTargetMigration
from constructs import Construct


class Example(Stack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)

        VpnTargetMigration(
            self, "ToTransitGateway",
            vpn_connection=SiteToSiteVpn.from_vpn_connection_id(self, "Berlin", "vpn-0a1b2c3d4e5f60718"),
            from_=TargetGateway.virtual_private_gateway("vgw-0a1b2c3d4e5f60718"),
            to=TargetGateway.transit_gateway(
                "tgw-0a1b2c3d4e5f60718",
                association_route_table_id="tgw-rtb-0a1b2c3d4e5f60718",
                static_route_table_ids=["tgw-rtb-0f1e2d3c4b5a69788"],
                default_route_table_ids=["tgw-rtb-0b1c2d3e4f5a60718"],
            ),
            vpc_route_tables=[
                VpcRouteTableMove(route_table_id="rtb-0a1b2c3d4e5f60718"),
                VpcRouteTableMove(route_table_id="rtb-0f1e2d3c4b5a69788", left=["10.200.0.0/16"]),
            ],
        )


app = App(analytics_reporting=False)
Example(app, "Example")
app.synth()
