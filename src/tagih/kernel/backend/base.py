"""The only addition: an embedded server that does not run is started, then the connection is tried again."""

from typing import Any

from django.db.backends.postgresql import base

from tagih.kernel import postgres


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, wherever it is."""

    def get_connection_params(self) -> dict[str, Any]:
        parameters = super().get_connection_params()
        if self.settings_dict.get("EMBEDDED"):
            where = postgres.connection_options()
            parameters |= {"host": where["host"], "port": where["port"]}
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.settings_dict.get("EMBEDDED"):
            return super().get_new_connection(conn_params)
        if self.settings_dict["OPTIONS"].get("pool"):
            postgres.start_once()
        try:
            return super().get_new_connection(conn_params)
        except base.Database.OperationalError:
            postgres.start()
            return super().get_new_connection(conn_params)
