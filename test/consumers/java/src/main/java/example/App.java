// The first example of the README, as somebody writes it in Java.
package example;

import io.github.cdksitetositevpn.SiteToSiteVpn;
import io.github.cdksitetositevpn.TargetGateway;
import io.github.cdksitetositevpn.TransitGatewayRouteTables;
import io.github.cdksitetositevpn.VpcRouteTableMove;
import io.github.cdksitetositevpn.VpnTargetMigration;
import java.util.List;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

public final class App extends Stack {
  public static void main(final String[] args) {
    software.amazon.awscdk.App app = new software.amazon.awscdk.App(AppProps.builder().analyticsReporting(false).build());
    new App(app, "Example");
    app.synth();
  }

  private App(final Construct scope, final String id) {
    super(scope, id);

    VpnTargetMigration.Builder.create(this, "ToTransitGateway")
        .vpnConnection(SiteToSiteVpn.fromVpnConnectionId(this, "Berlin", "vpn-0a1b2c3d4e5f60718"))
        .from(TargetGateway.virtualPrivateGateway("vgw-0a1b2c3d4e5f60718"))
        .to(TargetGateway.transitGateway("tgw-0a1b2c3d4e5f60718", TransitGatewayRouteTables.builder()
            .associationRouteTableId("tgw-rtb-0a1b2c3d4e5f60718")
            .staticRouteTableIds(List.of("tgw-rtb-0f1e2d3c4b5a69788"))
            .defaultRouteTableIds(List.of("tgw-rtb-0b1c2d3e4f5a60718"))
            .build()))
        .vpcRouteTables(List.of(
            VpcRouteTableMove.builder().routeTableId("rtb-0a1b2c3d4e5f60718").build(),
            VpcRouteTableMove.builder().routeTableId("rtb-0f1e2d3c4b5a69788").left(List.of("10.200.0.0/16")).build()))
        .build();
  }
}
